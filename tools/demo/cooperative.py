"""The structure itself: its name, its country, the languages it speaks."""


def tell(env):
    """Name the main company and make it Belgian, in euros."""
    company = env.ref("base.main_company")
    company.partner_id.write(
        {
            "name": "Coopérative Smart (démonstration)",
            "street": "Rue Coenraets 72",
            "zip": "1060",
            "city": "Saint-Gilles",
            "country_id": env.ref("base.be").id,
            "lang": "fr_FR",
        }
    )
    company.currency_id = env.ref("base.EUR")
