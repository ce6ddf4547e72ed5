"""What a well-formed add-on is made of; nothing is imported, everything is read."""

import ast
import re
from xml.etree import ElementTree

from . import settings

VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
REQUIRED = ("name", "summary", "version", "author", "category", "license", "depends")
KNOWN = {
    *REQUIRED,
    "application", "assets", "auto_install", "countries", "data", "demo",
    "development_status", "external_dependencies", "maintainers",
    "post_init_hook", "pre_init_hook", "uninstall_hook", "website",
}  # fmt: skip
README = ("DESCRIPTION.md", "USAGE.md")
DATA_SUFFIXES = (".xml", ".csv")
XML_HEADER = '<?xml version="1.0" encoding="UTF-8" ?>\n'
# numbers that the OCA's hooks want as numbers
NUMBER = re.compile(
    r'(<field name="(?:color|interval_number|priority|sequence)")>(\d+)</field>'
)

# pattern → (suffixes it is looked for in, what Odoo 19 wants instead)
DROPPED = {
    r"^\s+_sql_constraints\b": (".py", "models.Constraint"),
    r"def name_get\b|\.name_get\(": (".py", "_compute_display_name"),
    r"def _name_search\b": (".py", "_search_display_name"),
    r"\.read_group\(": (".py", "_read_group or formatted_read_group"),
    r"\bself\._(cr|uid|context)\b": (".py", "self.env.cr, .uid or .context"),
    r"from odoo\.osv|from odoo\.orm": (".py", "odoo.fields.Domain, odoo.api …"),
    r"type=['\"]json['\"]": (".py", "type='jsonrpc'"),
    r"\b(auto_join|group_operator|track_visibility)=": (
        ".py",
        "bypass_search_access, aggregator, tracking",
    ),
    r"\bgroups_id\b": (".py.xml.csv", "group_ids"),
    r"</?tree\b|view_mode[^<]*>[^<]*\btree\b": (".xml", "list"),
    r"\s(attrs|states)=['\"]": (".xml", "invisible, readonly, required"),
    r"t-name=['\"]kanban-box": (".xml", "t-name='card'"),
    r"class=['\"]oe_chatter": (".xml", "<chatter/>"),
    r"<group expand=": (".xml", "a bare <group> in search views"),
    r"name=['\"](numbercall|doall)['\"]": (".xml", "nothing: crons lost it"),
    r"\bt-(esc|raw)=": (".xml", "t-out"),
    r"\$\{.*\bobject\.": (".xml", "{{ object.… }}"),
}


def modules():
    """Return the folder of each add-on of the suite."""
    return [settings.ADDONS / name for name in settings.every_module()]


def manifest(module):
    return ast.literal_eval((module / "__manifest__.py").read_text())


def dropped_syntax():
    return [
        f"{path.relative_to(settings.ROOT)}:{number}: use {instead}"
        for module in modules()
        for path in sorted(module.rglob("*"))
        if path.suffix in (*DATA_SUFFIXES, ".py")
        for number, instead in _dropped_in(path)
    ]


def _dropped_in(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for pattern, (suffixes, instead) in DROPPED.items():
            if path.suffix in suffixes and re.search(pattern, line):
                yield number, instead


def xml():
    """List XML files that are not well-formed, those of static/ included."""
    findings = []
    for module in modules():
        for path in sorted(module.rglob("*.xml")):
            try:
                ElementTree.parse(path)
            except ElementTree.ParseError as error:
                findings.append(f"{path.relative_to(settings.ROOT)}: {error}")
    return findings


def tidy():
    """Rewrite in all data files what the OCA's hooks want written in one way."""
    for module in modules():
        for path in module.rglob("*.xml"):
            before = path.read_text()
            if "static" in path.relative_to(module).parts or not before.strip():
                continue
            body = re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", before)
            after = XML_HEADER + NUMBER.sub(r'\1 eval="\2" />', body)
            if after != before:
                path.write_text(after)


def manifests():
    return [
        f"addons/{module.name}/__manifest__.py: {finding}"
        for module in modules()
        for finding in _manifest_findings(module, manifest(module))
    ]


def _manifest_findings(module, content):
    yield from (f"{key} is missing" for key in REQUIRED if not content.get(key))
    yield from (f"unknown key {key}" for key in content.keys() - KNOWN)
    if not VERSION.fullmatch(content.get("version", "")):
        yield "version must read 19.0.x.y.z"
    if content.get("license") != "AGPL-3":
        yield "license must be AGPL-3"


def files():
    return [
        f"addons/{module.name}: {finding}"
        for module in modules()
        for finding in _file_findings(module)
    ]


def _file_findings(module):
    expected = [
        *(f"readme/{name}" for name in README),
        "pyproject.toml",
        "i18n/fr.po",
        f"i18n/{module.name}.pot",
    ]
    if manifest(module).get("application"):
        expected.append("static/description/icon.png")
    yield from (
        f"{name} is missing" for name in expected if not (module / name).exists()
    )
    yield from _not_imported(module)


def _not_imported(module):
    """Yield Python files that nothing in the add-on imports: they are never loaded."""
    imported = {name for path in module.rglob("*.py") for name in _imports(path)}
    for path in sorted(module.rglob("*.py")):
        folder = path.relative_to(module).parts[0]
        if path.name.startswith("__") or folder in ("engine", "migrations"):
            continue
        if folder == "tests" and not path.stem.startswith("test_"):
            continue
        if path.stem not in imported:
            yield f"{path.relative_to(module)} is not imported"


def _imports(path):
    """Yield the last names of what `path` imports from its own add-on."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield (node.module or "").rpartition(".")[2]
            yield from (alias.name for alias in node.names)
