import sys

import pytest

from skmedcode.utils._optional import import_optional


def test_returns_the_module():
    assert import_optional("json", extra="tables", purpose="x") is sys.modules["json"]


def test_missing_package_names_purpose_and_extra():
    message = r"as_frame=True needs the package 'no_such_package'.*skmedcode\[tables\]"
    with pytest.raises(ImportError, match=message):
        import_optional("no_such_package.part", extra="tables", purpose="as_frame=True")


def test_blocked_module(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"skmedcode\[tables\]"):
        import_optional("pandas", extra="tables", purpose="as_frame=True")


def test_a_broken_package_keeps_its_own_error(tmp_path, monkeypatch):
    (tmp_path / "half_installed.py").write_text("import its_missing_dependency")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="its_missing_dependency"):
        import_optional("half_installed", extra="tables", purpose="x")
