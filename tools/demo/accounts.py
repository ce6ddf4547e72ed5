"""One login per role. Only for demonstration databases: the password is public."""

from dataclasses import dataclass

PASSWORD = "smart"


@dataclass(frozen=True)
class Account:
    """Somebody one may log in as; `groups` empty means the portal."""

    login: str
    name: str
    role: str
    groups: tuple[str, ...] = ()


STAFF = (
    Account(
        "animatrice",
        "Nour Haddad",
        "filière animator",
        ("smart_filieres.group_animator",),
    ),
    Account(
        "filieres",
        "Luc Delvaux",
        "manager of the filières",
        ("smart_filieres.group_manager",),
    ),
    Account(
        "acheteuse",
        "Marie Collard",
        "buyer",
        ("smart_purchase_charter.group_buyer",),
    ),
    Account(
        "achats",
        "Paul Servais",
        "purchase manager",
        ("smart_purchase_charter.group_manager", "account.group_account_invoice"),
    ),
    Account(
        "comite",
        "Inge Claes",
        "ethics committee member",
        ("smart_purchase_charter.group_ethics_committee",),
    ),
    Account(
        "evaluatrice",
        "Sarah Nguyen",
        "impact evaluator",
        ("smart_impact.group_evaluator",),
    ),
    Account("impact", "Yves Thiry", "impact manager", ("smart_impact.group_manager",)),
    Account(
        "chercheuse",
        "Anke Vermeulen",
        "researcher (published results only)",
        ("smart_impact.group_researcher",),
    ),
)
# the portal accounts belong to people that the story's chapters create
MEMBERS = (
    Account("lea", "Léa Lambert", "member, in Liège (portal)"),
    Account("amine", "Amine Benali", "member, in Liège (portal)"),
    Account("sofie", "Sofie Peeters", "member, in Brussels (portal)"),
)
READER = Account("noa", "Noa Martens", "member of three filières (portal)")
COMMUNICATION = Account(
    "communication",
    "Elsa Morel",
    "communication of the cooperative",
    ("smart_filieres.group_communication",),
)
MEASURING = Account(
    "mesures",
    "Hanne De Smet",
    "evaluator who is a buyer and an animator too, and stands for their figures",
    (
        "smart_impact.group_evaluator",
        "smart_purchase_charter.group_buyer",
        "smart_filieres.group_animator",
    ),
)
STAKEHOLDER = Account(
    "region", "Hélène Marchal", "funder: what the measure says to her region (portal)"
)
SUPPLIER = Account("fournisseur", "Papeterie du Coin", "supplier (portal)")
ADMINISTRATOR = Account("admin", "Administration", "administrator of everything")
ACCOUNTS = (
    *(*MEMBERS, READER, SUPPLIER, *STAFF),
    *(COMMUNICATION, MEASURING, STAKEHOLDER, ADMINISTRATOR),
)


def create_staff(env):
    """Create the back-office users and give the administrator the same password."""
    env.ref("base.user_admin").write({"password": PASSWORD, "lang": "fr_FR"})
    for account in STAFF:
        create_user(env, account)


def create_user(env, account):
    """Create one back-office user."""
    groups = [env.ref(name).id for name in account.groups]
    return env["res.users"].create(
        {
            "name": account.name,
            "login": account.login,
            "password": PASSWORD,
            "lang": "fr_FR",
            "tz": "Europe/Brussels",
            "email": f"{account.login}@cooperative.example",
            "group_ids": [(6, 0, groups)],
        }
    )


def give_portal_access(env, account, partner):
    """Let `partner` log in on the portal as `account`."""
    return env["res.users"].create(
        {
            "login": account.login,
            "password": PASSWORD,
            "partner_id": partner.id,
            "lang": "fr_FR",
            "tz": "Europe/Brussels",
            "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
        }
    )
