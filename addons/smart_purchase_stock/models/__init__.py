from . import (
    charter_replenish_mixin,
    product_product,
    product_replenish,
    product_supplierinfo,
    purchase_order,
    res_company,
    res_config_settings,
    stock_replenishment_info,
    stock_rule,
    stock_warehouse_orderpoint,
)
