# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.geography import bounding_box, distance_km, grid_centre

BRUSSELS = (50.8503, 4.3517)
LIEGE = (50.6326, 5.5797)
latitudes = st.floats(-80, 80)
longitudes = st.floats(-179, 179)


@tagged("post_install", "-at_install")
class TestGeography(BaseCase):
    def test_brussels_is_about_90_km_from_liege(self):
        self.assertAlmostEqual(distance_km(*BRUSSELS, *LIEGE), 89.8, delta=0.5)

    def test_a_degree_of_latitude_is_111_km(self):
        self.assertAlmostEqual(distance_km(50, 4, 51, 4), 111.195, delta=0.001)

    def test_a_place_is_as_far_there_as_back(self):
        self.assertEqual(distance_km(*BRUSSELS, *LIEGE), distance_km(*LIEGE, *BRUSSELS))
        self.assertEqual(distance_km(*LIEGE, *LIEGE), 0)

    @settings(derandomize=True, max_examples=200)
    @given(latitudes, longitudes)
    def test_a_square_hides_where_in_it_one_lives(self, latitude, longitude):
        centre = grid_centre(latitude, longitude)
        # the farthest corner of a 10-km square lies half a diagonal away
        self.assertLessEqual(distance_km(latitude, longitude, *centre), 7.2)
        self.assertEqual(grid_centre(*centre), centre)

    @settings(derandomize=True, max_examples=200)
    @given(latitudes, longitudes, st.floats(1, 100))
    def test_the_box_holds_the_circle(self, latitude, longitude, radius):
        south, north, west, east = bounding_box(latitude, longitude, radius)
        for edge in ((south, longitude), (north, longitude)):
            self.assertAlmostEqual(
                distance_km(latitude, longitude, *edge), radius, places=3
            )
        for edge in ((latitude, west), (latitude, east)):
            self.assertGreaterEqual(
                distance_km(latitude, longitude, *edge), radius * 0.999
            )
