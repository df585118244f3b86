"""AC-18: minutes sent as an attachment. There is no way in the code to attach anything."""

import ast

from tests.architecture.sources import modules, short

ATTACHES = frozenset(
    {
        "add_attachment",
        "add_alternative",
        "add_related",
        "attach",
        "make_mixed",
        "make_related",
        "make_alternative",
        "MIMEApplication",
        "MIMEBase",
        "MIMEMultipart",
        "MIMEText",
    }
)
SENDS = frozenset({"smtplib", "email"})
POST = "app/accounts/person/post.py"


def test_nothing_is_ever_attached_to_a_message() -> None:
    """No call and no import of anything that puts a file into a message."""
    found = []
    for path in modules("app"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = _name(node)
            if name in ATTACHES and not (name == "attach" and _is_of_a_form(node)):
                found.append(f"{short(path)}: {name}")
    assert not found, found


def test_only_one_module_writes_messages() -> None:
    """Whoever wants to send something finds one door, which takes an address and a link."""
    found = set()
    for path in modules("app"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name.split(".")[0] in SENDS for name in names):
                found.add(short(path))
    assert found == {POST}


def test_a_message_has_one_part() -> None:
    """Its only content is set by ``set_content``, once."""
    tree = ast.parse(next(p for p in modules("app") if short(p) == POST).read_text("utf-8"))
    calls = [_name(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert calls.count("set_content") == 1


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_of_a_form(node: ast.AST) -> bool:
    """``self.attach`` and ``form.attach`` of a form, which take a broken rule."""
    func = node.func if isinstance(node, ast.Call) else node
    owner = func.value if isinstance(func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("self", "form")
