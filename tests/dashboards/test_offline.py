"""Nothing is fetched from beyond this machine, whatever is asked for, and what a rule file may be is looked at before it is read."""

import os

import pytest

from model.errors import RuleError
from model.trial.gates import LONGEST, text_of

pytestmark = pytest.mark.filterwarnings("ignore")


def test_what_lies_in_no_package_is_not_there_and_nobody_is_asked(monkeypatch, tmp_path):
    from solara.server import cdn_helper

    from dashboards import app  # noqa: F401

    def asked(*_, **__):
        raise AssertionError("the internet was asked")

    monkeypatch.setattr(cdn_helper.requests, "get", asked)
    with pytest.raises(FileNotFoundError):
        cdn_helper.get_path(tmp_path, "nosuch@1.0.0/x.js")


def test_what_pages_need_lies_in_a_package():
    from solara.server import cdn_helper, settings

    from dashboards import app  # noqa: F401

    assert cdn_helper.get_path(settings.assets.proxy_cache_dir, "echarts@5.4.0/dist/echarts.min.js").is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_file_without_an_end_is_no_rule_file(tmp_path):
    endless, pipe = tmp_path / "endless.py", tmp_path / "pipe.py"
    endless.symlink_to("/dev/zero")
    os.mkfifo(pipe)
    for file in (endless, pipe, tmp_path, tmp_path / "none.py"):
        with pytest.raises(RuleError, match=r"there is no such rule file|is no plain file|is a folder"):
            text_of(file)


def test_a_rule_file_is_text_and_no_longer_than_rules_are(tmp_path):
    strange, long, fine = (tmp_path / name for name in ("strange.py", "long.py", "fine.py"))
    strange.write_bytes(b"# \xff\xfe")
    long.write_text("#" * (LONGEST + 1))
    fine.write_text("#" * LONGEST)
    with pytest.raises(RuleError, match="UTF-8"):
        text_of(strange)
    with pytest.raises(RuleError, match="is longer than"):
        text_of(long)
    assert len(text_of(fine)) == LONGEST


def test_a_misspelt_input_is_told_what_it_may_have_been_meant_for():
    from model.rules import replace

    def dropout_chance(hope, p):
        return p.dropout_base + hop  # noqa: F821

    with pytest.raises(RuleError, match=r"uses hop\. Did you mean hope\?"):
        replace(dropout_chance=dropout_chance)
