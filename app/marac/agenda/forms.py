"""The form on which a case leaves an agenda."""

from app.web.forms import Form, Radios, Submit


class TakeOff(Form):
    """A case leaves an agenda: for another meeting that is in the calendar, or to wait for one."""

    where = Radios("When is it heard?", needed="Select when it is heard")
    send = Submit("Take it off this agenda")
