"""Chapter of the needs that members tell: one nearly backed enough, one answered."""

from .pools import PAPER
from .suppliers import as_user, silent

WANTED = (
    # need, who tells it, members who back it, product
    ("Papier recyclé pour nos ateliers", "amine", 3, PAPER),
    ("Casques antibruit pour techniciens", "sofie", 2, None),
)
REFUSED = "Gobelets jetables"


def tell(env, _count):
    """Let members tell needs and back them, and one of them coordinate."""
    env = silent(env)
    needs = env["smart.pool.proposal"]
    others = env["res.partner"].search(
        [("is_member", "=", True), ("user_ids", "=", False)], order="id", limit=4
    )
    for name, login, backers, product in WANTED:
        need = needs._propose(_partner(env, login), name, 3)
        for number, member in enumerate(others[:backers], 1):
            need._back(member, number)
        if product:
            need.product_id = env["product.product"].search([("name", "=", product)])
    refused = needs._propose(_partner(env, "amine"), REFUSED, 200)
    refused.answer = "La charte exclut le jetable : empruntez la vaisselle partagée."
    as_user(env, "acheteuse")["smart.pool.proposal"].browse(refused.id).action_close()
    _partner(env, "sofie").can_coordinate_pools = True


def _partner(env, login):
    return env["res.users"].search([("login", "=", login)]).partner_id
