from . import test_purchase_figures
