"""A made-up sheet and letter, for every test of the paper."""

from datetime import date

from app.paper import Letter, Section, Sheet, Signed, render_sheet

ON = date(2027, 3, 3)
REFERENCE = "MARAC-7Q4K-2F9D"
WATERMARK = f"Northbrook Housing · P. Lindqvist · {REFERENCE}"

SHEET = Sheet(
    title="Information shared with Northbrook Housing",
    opening=("Shared to find her a safe home, and for no other purpose.",),
    sections=(
        Section("Who this is about", (("Name", "Zoë Łukasz"), ("Born", "17 May 1994"))),
        Section(
            "Why she must move",
            (("Threats", "He has said that he will find her."),),
            ("Her sister heard him say it.",),
        ),
    ),
    closing=("If anything here is wrong, ring the coordinator on 020 7946 0123.",),
    conditions=("Use it only to keep her safe.", "Do not pass it on."),
)

LETTER = Letter(
    area="Northbrook MARAC",
    address=("1 High Street", "Northbrook NB1 1AA"),
    date=ON,
    to=("Ms Zoë Łukasz", "Northbrook Law Centre", "2 High Street", "Northbrook NB1 1AB"),
    reference=REFERENCE,
    heading="That the MARAC heard the case of Zephyrine Canary",
    paragraphs=(
        "I write as chair of the MARAC, with the agreement of your client.",
        "The MARAC heard her case on 1 March 2027.",
    ),
    signatures=(Signed("Ruth Adeyemi", "Chair", "Northbrook Police", ON),),
    code="K7PD3-93QXA-M4TW2-8H2CN-4R7VB-ZZ23K",
    check=("Check this letter at https://marac.example.org/verify", "No account is needed."),
)


def printed(sheet: Sheet = SHEET, watermark: str = WATERMARK, reference: str = REFERENCE) -> bytes:
    """The sheet as a PDF."""
    return render_sheet(
        sheet, reference=reference, area="Northbrook MARAC", issued_on=ON, watermark=watermark
    )
