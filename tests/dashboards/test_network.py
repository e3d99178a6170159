"""The addresses that a lecturer hands out are those under which others reach this machine, and none where nobody can."""

import os
import socket

import pytest

from dashboards.server import network


@pytest.fixture(autouse=True)
def nobody_serves(monkeypatch):
    monkeypatch.setenv(network.SERVED, "")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_what_only_this_machine_can_open_is_handed_out_to_nobody(host):
    assert network.addresses(host, 8765) == ()


def test_a_host_of_its_own_is_handed_out_as_it_stands():
    assert network.addresses("classroom.example", 8765) == ("http://classroom.example:8765",)
    assert network.addresses("fd00::2", 80) == ("http://[fd00::2]:80",)


def test_for_the_whole_network_every_way_to_this_machine_is_told_once_and_never_its_own(monkeypatch):
    ways = {"192.0.2.1": "10.0.0.7", "10.255.255.254": "10.0.0.7", "172.31.255.254": "127.0.0.1", "192.168.255.254": ""}
    monkeypatch.setattr(network, "speaking_to", ways.get)
    assert network.addresses("0.0.0.0", 8765) == ("http://10.0.0.7:8765",)


def test_a_machine_without_a_network_has_no_address_and_does_not_fail(monkeypatch):
    def unreachable(*_):
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert network.addresses("0.0.0.0", 8765) == ()


def test_where_the_pages_are_served_is_kept_for_the_pages():
    assert network.here() == ()
    assert network.serve("classroom.example", 81) == network.here() == ("http://classroom.example:81",)
    assert os.environ[network.SERVED] == "classroom.example:81"
    assert network.serve("127.0.0.1", 81) == ()


@pytest.mark.parametrize("nonsense", ["", "x", "host:", ":", "host:port"])
def test_nonsense_in_the_environment_is_nobody_serving(monkeypatch, nonsense):
    monkeypatch.setenv(network.SERVED, nonsense)
    assert network.here() == ()
