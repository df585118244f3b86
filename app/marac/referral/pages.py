"""Which form and which template each page of the way has, and how its form meets the draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.access.actor import Actor
from app.marac.referral import asking, forms, risky
from app.marac.referral.drafting import Draft
from app.marac.referral.forms import PageForm
from app.marac.risk.forms import ImmigrationForm, JudgementForm, topics_form
from app.marac.risk.instrument import CORE
from app.marac.risk.instruments import instruments_of
from app.web.forms import Form

Told = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One page: its form's class, its template, and what is done with the form."""

    form: Callable[[Actor, Draft], type[Form]]
    template: str = "referral/pages/fields.html"
    prepare: Callable[[Any, Actor, Draft], None] = lambda form, actor, draft: None
    show: Callable[[Any, Mapping[str, Any]], None] = lambda form, told: form.show(told)
    write: Callable[[Any, Told], None] = lambda form, told: form.write(told)


def _page(form: type[PageForm], template: str = "referral/pages/fields.html") -> Page:
    return Page(
        form=lambda actor, draft: form,
        template=template,
        prepare=lambda shown, actor, draft: shown.prepare(actor, draft),
    )


def _topics(actor: Actor, draft: Draft) -> type[Form]:
    """The form that was begun with, or the one that every area has."""
    forms = instruments_of(actor.area_id)
    begun = draft.told.get("risk", {}).get("instrument", CORE)
    return topics_form(forms.get(begun, forms[CORE]))


PAGES: dict[str, Page] = {
    "kept-from": _page(asking.KeptFromForm, "referral/pages/kept_from.html"),
    "why": _page(forms.WhyForm, "referral/pages/why.html"),
    "judgement": Page(
        lambda actor, draft: JudgementForm,
        "referral/pages/judgement.html",
        show=risky.show_judgement,
        write=risky.write_judgement,
    ),
    "urgent": _page(forms.UrgentForm),
    "victim": _page(asking.VictimForm),
    "address": _page(asking.AddressForm),
    "contact": _page(asking.ContactForm, "referral/pages/contact.html"),
    "around": _page(asking.AroundForm),
    "agreement": _page(forms.AgreementForm, "referral/pages/agreement.html"),
    "sharing": _page(forms.SharingForm, "referral/pages/sharing.html"),
    "explained": _page(forms.ExplainedForm, "referral/pages/explained.html"),
    "perpetrators": _page(asking.PerpetratorsForm, "referral/pages/perpetrators.html"),
    "children": _page(asking.ChildrenForm, "referral/pages/children.html"),
    "happened": _page(forms.HappenedForm),
    "wishes": _page(forms.WishesForm),
    "topics": Page(
        _topics,
        "referral/pages/topics.html",
        show=risky.show_topics,
        write=risky.write_topics,
    ),
    "specialist-support": Page(
        lambda actor, draft: ImmigrationForm,
        "referral/pages/immigration.html",
        show=risky.show_immigration,
        write=risky.write_immigration,
    ),
    "equality": _page(forms.EqualityForm, "referral/pages/equality.html"),
}
