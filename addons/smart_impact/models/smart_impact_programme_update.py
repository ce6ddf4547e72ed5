# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A newer file of a programme that came from elsewhere: compared, then taken over.

Nothing that was adopted here changes: what differs becomes a draft of a next version,
and past waves keep the figures and the definitions they have.
"""

from odoo import fields, models

from ..engine.transfer import judge, source_text

TAKEN = ("changed", "new")


class SmartImpactProgramme(models.Model):
    _inherit = "smart.impact.programme"

    # === COMPARE === #

    def _compare_content(self, content):
        """Return what a file of this programme changes here, one by one.

        :return: list of ``{"kind": see ``judge``, or "gone", "questionnaire" and
            "question", "name", "parts": names of what differs, "row", "indicator"}``
        """
        self.ensure_one()
        versions = self._get_versions()
        found = [
            self._compare_row(row, versions.get(row["values"]["code"]), content)
            for row in content["indicators"]
        ]
        codes = {row["values"]["code"] for row in content["indicators"]}
        for code, own in versions.items():
            indicator = own._get_current()
            if code not in codes and indicator.core_digest:
                if indicator.state != "retired":
                    found.append(_tell("gone", indicator.display_name))
        instruments = self.env["smart.impact.instrument"]
        known = instruments._find_questions(content["instruments"])
        for row, here in zip(content["instruments"], known, strict=True):
            if not here:
                name = self._read_words(row["values"]["name"])
                found.append(_tell("questionnaire", name))
        question = content["programme"]["question"]
        if source_text(question) != self.with_context(lang="en_US").question:
            found.append(_tell("question", self._read_words(question)))
        return found

    def _read_words(self, words):
        """Return a packed text in the language of the user, else of the source."""
        return words.get(self.env.lang) or words.get("en_US") or ""

    def _get_versions(self):
        everything = self.with_context(active_test=False).indicator_ids
        return everything.grouped("code")

    def _compare_row(self, row, versions, content):
        name = f"{row['values']['code']} {self._read_words(row['values']['name'])}"
        if not versions:
            return {**_tell("new", name), "row": row}
        indicator = versions._get_current()
        kind = judge(row["core"], indicator._get_known(versions))
        found = {**_tell(kind, name), "row": row, "indicator": indicator}
        if kind == "changed":
            found["parts"] = indicator._get_differences(
                row,
                _latest_questions(
                    (
                        one.instrument_id.version,
                        one.instrument_id.code,
                        one.code,
                        packed,
                    )
                    for one, packed in indicator._pack_own_questions()
                ),
                _latest_questions(
                    (rank, *_find_item(content["instruments"][rank], code))
                    for rank, code in row["items"]
                ),
            )
        return found

    # === TAKE OVER === #

    def _update_content(self, content):
        """Make drafts of what the file changes, to be adopted here.

        :return: the drafts
        """
        self.ensure_one()
        found = self._compare_content(content)
        instruments = self.env["smart.impact.instrument"]
        known = instruments._find_questions(content["instruments"])
        items = instruments._unpack_questions(content["instruments"])
        made = {rank for rank, here in enumerate(known) if not here}
        self._join_questions(found, items, made)
        taken = [one for one in found if one["kind"] in TAKEN]
        criteria = self._find_criteria(content, taken)
        decisions = self._find_decisions(content, taken)
        drafts = self.env["smart.impact.indicator"]
        for one in taken:
            row = one["row"]
            own = [decisions[rank].id for rank in row["decisions"]]
            indicator = one.get("indicator") or drafts.browse()
            links = {
                "criterion_id": criteria[row["criterion"]].id,
                "decision_ids": [
                    fields.Command.set([*own, *indicator.decision_ids.ids])
                ],
                "item_ids": [
                    fields.Command.set(
                        [items[rank, code] for rank, code in row["items"]]
                    )
                ],
            }
            if indicator:
                drafts |= indicator._take_over(row, links, self.company_id)
            else:
                draft = drafts._unpack([row["values"]], [links])
                draft._unpack_rest(row, self.company_id)
                drafts |= draft
        self._say_updated(content, drafts)
        return drafts

    def _say_updated(self, content, drafts):
        # who decided on the list of before did not decide on this one
        self.write({"core_note": False})
        self.sudo().imported_on = fields.Date.context_today(self)
        self.message_post(
            body=self.env._(
                "A newer file of %(origin)s was taken over. Drafts to adopt: "
                "%(indicators)s",
                origin=content.get("origin") or "",
                indicators=", ".join(drafts.mapped("display_name")) or "–",
            )
        )

    def _join_questions(self, found, items, made):
        """Let what stayed the same be measured by the questionnaires that are new."""
        for one in found:
            indicator = one.get("indicator")
            if one["kind"] != "same" or indicator.comparability != "same":
                continue
            ids = [
                items[rank, code] for rank, code in one["row"]["items"] if rank in made
            ]
            self.env["smart.impact.item"].browse(ids).write(
                {"indicator_ids": [fields.Command.link(indicator.id)]}
            )

    def _find_criteria(self, content, taken):
        ranks = {one["row"]["criterion"] for one in taken}
        rows = {rank: content["criteria"][rank] for rank in sorted(ranks)}
        here = self.criterion_ids.filtered(lambda one: one.state != "retired")
        found = self._find_named(
            here, {rank: row["values"] for rank, row in rows.items()}
        )
        # marked by the import alone
        for rank, criterion in found.items():
            if criterion not in here:
                criterion.sudo().adopted_at_origin = rows[rank]["adopted"]
        return found

    def _find_decisions(self, content, taken):
        ranks = {rank for one in taken for rank in one["row"]["decisions"]}
        rows = {rank: content["decisions"][rank] for rank in sorted(ranks)}
        return self._find_named(self.decision_ids, rows)

    def _find_named(self, here, rows):
        """Return ``{rank: the record of that name}``, made where there is none."""
        named = {one.name: one for one in here.with_context(lang="en_US")}
        found = {
            rank: named.get(source_text(row)["name"]) for rank, row in rows.items()
        }
        lost = [rank for rank, one in found.items() if not one]
        made = here.browse()._unpack(
            [rows[rank] for rank in lost], [{"programme_id": self.id}] * len(lost)
        )
        return {**found, **dict(zip(lost, made, strict=True))}


def _tell(kind, name):
    return {"kind": kind, "name": name, "parts": []}


def _latest_questions(rows):
    """Return ``{(questionnaire, code): question}`` as it was last worded.

    :param rows: (order, code of the questionnaire, code, packed question)
    """
    ordered = sorted(rows, key=lambda row: row[0])
    return {tuple(key): source_text(packed) for _order, *key, packed in ordered}


def _find_item(instrument, code):
    """Return (code of the questionnaire, code, packed question)."""
    packed = next(item for item in instrument["items"] if item["code"] == code)
    question = {"values": packed["values"], "options": packed["options"]}
    return instrument["values"]["code"], code, question
