"""People as a CSV file: exported for a spreadsheet, and imported as invitations, all or none."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership.history import Change
from partnership.models import Membership, SecurityEvent
from partnership.services.partnership import admit
from subgroups.models import Invitation
from subgroups.services.invitation import invite
from subgroups.services.people import end_membership
from tests.helpers.builders import FOUNDED, make_user

OUT, IN = "/ashshire/people.csv", "/ashshire/people/file/"
HEADINGS = "Name,E-mail,Role,Agency,Seats\n"


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def upload(client, text, name="people.csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(IN, {"file": SimpleUploadedFile(name, data), **more})


def shown(response):
    return response.content.decode()


class TestOut:
    def test_the_file_has_a_row_for_each_membership(self, people, client):
        end_membership(Membership.objects.get(user=people.member), by=people.business_manager)
        response = client.get(OUT)
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        called, _, _ = response["Content-Disposition"].partition("; filename*")
        assert called == 'attachment; filename="ashshire-people.csv"'
        found = {row["Name"]: row for row in rows(response)}
        assert len(found) == 8
        assert found["Chair"] == {
            "Name": "Chair", "Email": "chair@ashshire.example", "Role": "Member", "Agency": "",
            "Seats": "Audit Group: Chair", "Posts": "", "From": "2026-03-02", "Until": "",
        }  # fmt: skip
        assert found["Executive"]["Agency"] == "Ashshire Council"
        assert found["Lead"]["Posts"] == "Professional Adviser"
        assert found["Member"]["Until"] == "2026-11-22"
        assert "birchshire" not in response.content.decode().lower()

    def test_is_in_the_security_log(self, people, client):
        client.get(OUT)
        event = SecurityEvent.objects.get()
        assert (event.kind, event.by, event.partnership, event.about) == (
            "exported", people.business_manager, people.partnership, "people, CSV",
        )  # fmt: skip

    @pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t=", "\r="])
    def test_no_cell_is_a_formula(self, people, client, beginning):
        name = f'{beginning}HYPERLINK("https://evil.example","Click")'
        user = make_user("evil", "ash", name=name)
        admit(user, people.partnership, by=None, role="member", since=FOUNDED.date())
        (row,) = [row for row in rows(client.get(OUT)) if row["Email"] == "evil@ash.example"]
        assert row["Name"] == f"'{name}"

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_file_takes_a_fixed_number_of_queries(
        self, people, client, django_assert_num_queries, number
    ):
        for n in range(number):
            user = make_user(f"person_{n}", "ash")
            admit(user, people.partnership, by=None, role="member", since=FOUNDED.date())
        # session, user, memberships, partnership; posts, seats, memberships; the security log
        with django_assert_num_queries(7):
            client.get(OUT)


class TestIn:
    good = (
        HEADINGS
        + "Jo Bloom,Jo@charity.example,Member,Ashshire Council,Audit Group: Chair; Ashshire Executive\n"
        + "Al Reed,al@charity.example,business manager,,\n"
    )

    def test_shows_first_and_invites_then(self, people, client, mailoutbox):
        page = shown(upload(client, self.good))
        assert "Nobody has been invited yet. 2 people will get an email when you confirm." in page
        assert "Invited as member, for Ashshire Council · Audit Group (chair)" in page
        assert Invitation.objects.count() == 0
        before = Change.objects.count()
        response = client.post(IN, {"text": self.good})
        assert (response.status_code, response.url) == (302, "/ashshire/people/")
        assert Change.objects.count() == before + 1
        jo, al = Invitation.objects.order_by("-name")
        assert (jo.email, jo.role, jo.agency) == ("jo@charity.example", "member", people.council)
        assert [str(seat) for seat in jo.seats.all()] == [
            "Audit Group, chair", "Ashshire Executive, member",
        ]  # fmt: skip
        assert (al.email, al.role, al.agency) == ("al@charity.example", "business_manager", None)
        assert "2 invitations sent." in shown(client.get("/ashshire/people/"))

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ("Jo,jo@c.example,king,,", "Line 3: “king” is not a role"),
            ("Jo,jo@c.example,,,", "Line 3: Enter a role"),
            (
                "Jo,jo@c.example,member,NHS Nowhere,",
                "Line 3: There is no agency called “NHS Nowhere”",
            ),
            ("Jo,jo@c.example,member,Birchshire Council,", "There is no agency called “Birchshire"),
            ("Jo,jo@c.example,member,,Knitting", "Line 3: There is no group called “Knitting”"),
            (
                "Jo,jo@c.example,member,,Birchshire Executive",
                "There is no group called “Birchshire",
            ),
            (
                "Jo,jo@c.example,member,,Audit Group: king",
                "Line 3: “king” is not a seat on a group",
            ),
            ("Jo,jo@c.example,member,,Audit Group; Audit Group", "Audit Group is named twice"),
            ("Jo,no address,member,,", "Line 3: “no address” is not an email address"),
            ('Jo,"a@b.example\nBcc: c@d.example",member,,', "is not an email address"),
            ('"Jo\nBcc: all",jo@c.example,member,,', "Enter the name on one line"),
            (",jo@c.example,member,,", "Line 3: Enter a name"),
            (f"{'x' * 201},jo@c.example,member,,", "The name must be 200 characters or less"),
            ("Jo,A@charity.example,member,,", "Line 3: a@charity.example is already on line 2"),
        ],
    )
    def test_says_by_line_what_is_wrong_and_does_nothing(self, client, mailoutbox, row, sentence):
        text = f"{HEADINGS}Ann,a@charity.example,member,,\n{row}\n"
        page = shown(upload(client, text))
        assert sentence in page
        assert "There is a problem with the file" in page
        assert 'name="text"' not in page
        # Nor by sending the confirmation by hand.
        assert client.post(IN, {"text": text}).status_code == 200
        assert (Invitation.objects.count(), mailoutbox) == (0, [])

    def test_members_the_invited_and_those_who_left_are_left_out(self, people, client):
        by = people.business_manager
        invite(people.partnership, by=by, email="x@c.example", name="X", role="member")
        text = (
            "name;e-mail;role;until\nMember;MEMBER@ashshire.example;member;\n"
            "X;x@c.example;member;\nOld;old@c.example;member;2025-01-31\nNew;n@c.example;member;\n"
        )
        page = shown(upload(client, text))
        for words in (
            "already a member",
            "already invited",
            "marked as having left",
        ):
            assert f"Skipped: {words}" in page
        client.post(IN, {"text": text})
        assert sorted(Invitation.objects.values_list("email", flat=True)) == [
            "n@c.example", "x@c.example",
        ]  # fmt: skip

    def test_the_file_that_went_out_comes_back_and_does_nothing(self, people, client):
        end_membership(Membership.objects.get(user=people.member), by=people.business_manager)
        page = shown(upload(client, client.get(OUT).content))
        assert "There are no new people in this file." in page
        assert page.count("Skipped:") == 8

    @pytest.mark.parametrize(
        ("text", "name", "sentence"),
        [
            (b"", "a.csv", "The file is empty"),
            (HEADINGS.encode(), "a.csv", "but no people"),
            (b"\n\n", "a.csv", "The file is empty."),
            (b"a,b\n1,2\n", "a.csv", "Add a column for name or email or role"),
            (b"PK\x03\x04\x00\x00", "a.csv", "not a renamed file of another kind"),
            (b"\xff\xfe\x00", "a.csv", "The file must be a CSV file in UTF-8"),
            (b"x", "../../people.xlsx", "with a name ending in .csv"),
            (b"x" * (200 * 1024 + 1), "a.csv", "smaller than 200 kB"),
            (b'Name,E-mail,Role\n"Jo', "a.csv", "could not read the file as CSV"),
            (
                b"Name,E-mail,Role\n" + b"J,j@c.example,member\n" * 301,
                "a.csv",
                "more than 300 rows",
            ),
        ],
    )
    def test_a_file_that_is_no_csv_is_refused(self, client, text, name, sentence):
        response = upload(client, text, name)
        assert response.status_code == 200
        assert sentence in shown(response)
        assert Invitation.objects.count() == 0

    def test_no_file_chosen_is_refused(self, client):
        assert "Choose a CSV file" in shown(client.post(IN, {}))

    def test_a_neutralised_name_comes_back_as_it_was(self, client):
        client.post(IN, {"text": f"{HEADINGS}'-Jo,jo@c.example,member,,\n"})
        assert Invitation.objects.get().name == "-Jo"

    def test_markup_in_a_file_is_words(self, client):
        page = shown(upload(client, f"{HEADINGS}<script>x</script>,j@c.example,<b>k</b>,,\n"))
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page
        assert "<b>k" not in page
