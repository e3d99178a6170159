"""Where nobody can listen, the fault that is told is the one to mend: the name of the machine, its address, or the port."""

import socket

import pytest

from dashboards.commands import free_or_refuse
from model.errors import SettingError


@pytest.mark.parametrize(
    ("host", "said"),
    [("nowhere.invalid", "no machine of that name"), ("203.0.113.7", "no address of this machine"), (" ", "must say who may open")],
)
def test_a_host_that_is_none_is_told_with_what_it_may_be(host, said):
    with pytest.raises(SettingError, match=said) as caught:
        free_or_refuse(host, 8765)
    assert "127.0.0.1 this machine alone" in caught.value.faults[0]
    assert "--port." not in caught.value.faults[0]


def test_a_port_that_is_taken_is_told_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SettingError, match="Choose another with --port"):
            free_or_refuse("127.0.0.1", other.getsockname()[1])
