from . import (
    charter_replenish_mixin,
    product_product,
    product_supplierinfo,
    purchase_order,
    res_company,
    res_config_settings,
    stock_rule,
    stock_warehouse_orderpoint,
)
