"""Translation files: what is missing in them, and bringing them up to date."""

from . import settings

LANGUAGE = "fr"


def template(module):
    return settings.ADDONS / module / "i18n" / f"{module}.pot"


def translation(module, language=LANGUAGE):
    return settings.ADDONS / module / "i18n" / f"{language}.po"


def incomplete():
    """List every string of a template that its French file lacks or leaves open."""
    return [
        finding
        for module in settings.every_module()
        if template(module).exists() and translation(module).exists()
        for finding in _incomplete_in(module)
    ]


def _incomplete_in(module):
    import polib

    name = translation(module).relative_to(settings.ROOT)
    french = _by_key(polib.pofile(str(translation(module))))
    wanted = _by_key(polib.pofile(str(template(module))))
    for key, entry in wanted.items():
        translated = french.get(key)
        if translated is None:
            yield f"{name}: missing: {_short(entry)}"
        elif translated.fuzzy:
            yield f"{name}:{translated.linenum}: fuzzy: {_short(entry)}"
        elif not translated.msgstr:
            yield f"{name}:{translated.linenum}: empty: {_short(entry)}"
    for key in french.keys() - wanted.keys():
        yield f"{name}:{french[key].linenum}: not in the sources: {_short(french[key])}"


def merge(module, exported):
    """Bring both files of `module` up to date with the freshly `exported` template.

    Translations are kept; strings that left the sources leave the files. Return how
    many French strings are still open.
    """
    import polib

    fresh = polib.pofile(str(exported))
    target = translation(module)
    target.parent.mkdir(exist_ok=True)
    template(module).write_text(_stable(exported.read_text()))
    french = polib.pofile(str(target)) if target.exists() else polib.POFile()
    known = _by_key(french)
    merged = polib.POFile(wrapwidth=78)
    merged.header = fresh.header
    merged.metadata = {**fresh.metadata, "Language": LANGUAGE}
    merged.metadata["Plural-Forms"] = "nplurals=2; plural=(n > 1);"
    for entry in fresh:
        before = known.get((entry.msgctxt, entry.msgid))
        entry.msgstr = before.msgstr if before and not before.fuzzy else ""
        merged.append(entry)
    _drop_dates(merged.metadata)
    merged.save(str(target))
    return sum(not entry.msgstr for entry in merged)


def differences(module, exported):
    """List what the committed template of `module` has too much or too little."""
    import polib

    if not template(module).exists():
        return [f"{module}: no template yet"]
    fresh = _by_key(polib.pofile(str(exported)))
    known = _by_key(polib.pofile(str(template(module))))
    return [
        *(
            f"{module}: not exported yet: {_short(fresh[key])}"
            for key in fresh.keys() - known.keys()
        ),
        *(
            f"{module}: no longer used: {_short(known[key])}"
            for key in known.keys() - fresh.keys()
        ),
    ]


def _by_key(catalog):
    return {
        (entry.msgctxt, entry.msgid): entry for entry in catalog if not entry.obsolete
    }


def _short(entry):
    text = entry.msgid.replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:59]}…"


def _drop_dates(metadata):
    # a date changes with every export and says nothing git does not
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        metadata.pop(key, None)


def _stable(text):
    dates = ('"POT-Creation-Date', '"PO-Revision-Date')
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(dates)
    )
