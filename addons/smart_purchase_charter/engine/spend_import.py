# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read the rows of a workbook of past purchases: all of them or none.

Errors carry the number of the line as the spreadsheet shows it, a code and the text
that was found; words belong to the caller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

COLUMNS = (
    "date",
    "supplier",
    "vat",
    "category",
    "amount",
    "currency",
    "member",
    "description",
)
REQUIRED = ("date", "supplier", "amount")
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
LARGEST = Decimal(10) ** 12
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Problem:
    line: int
    code: str
    found: str = ""


@dataclass(frozen=True)
class Purchase:
    line: int
    date: date
    supplier: str
    vat: str
    category: str
    amount: Decimal
    currency: str
    member: str
    description: str


def read(
    rows: Iterable[Sequence[object]], today: date
) -> tuple[list[Purchase], list[Problem]]:
    """Return purchases and problems; the first row holds the headings."""
    purchases: list[Purchase] = []
    problems: list[Problem] = []
    for line, cells in enumerate(rows, start=1):
        if line == 1 or all(cell in (None, "") for cell in cells):
            continue
        if line > MOST_ROWS + 1:
            problems.append(Problem(line, "too_many", str(MOST_ROWS)))
            break
        found = _read_row(line, cells, today)
        if isinstance(found, Purchase):
            purchases.append(found)
        else:
            problems += found
    if not purchases and not problems:
        problems.append(Problem(2, "empty"))
    return purchases, problems


def _read_row(
    line: int, cells: Sequence[object], today: date
) -> Purchase | list[Problem]:
    values = dict.fromkeys(COLUMNS, "") | {
        name: _text(cell) for name, cell in zip(COLUMNS, cells, strict=False)
    }
    problems = [
        Problem(line, f"no_{name}") for name in REQUIRED if not values[name].strip()
    ]
    day = _date(cells[0]) if values["date"] else None
    amount = _amount(values["amount"]) if values["amount"] else None
    if values["date"] and day is None:
        problems.append(Problem(line, "bad_date", values["date"]))
    elif day and day > today:
        problems.append(Problem(line, "future", values["date"]))
    if values["amount"] and amount is None:
        problems.append(Problem(line, "bad_amount", values["amount"]))
    if problems or day is None or amount is None:
        return problems
    rest = {
        name: values[name].strip() for name in COLUMNS if name not in ("date", "amount")
    }
    return Purchase(line=line, date=day, amount=amount, **rest)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _date(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(str(cell).strip(), pattern).date()
        except ValueError:
            continue
    return None


def _amount(text: str) -> Decimal | None:
    """Return an amount as people type it: 1 234,50 or 1234.50; None: not a number."""
    text = "".join(text.split()).replace("\u202f", "").replace("€", "")
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < LARGEST else None
