"""The pages on which a plan is brought in from a file."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnership.models import Job
from partnership.worker import run_all
from plans.models import ImportedRow, Plan, PlanImport
from plans.services.action import revise_action
from tests.helpers.builders import make_closed_plan, make_plan
from tests.helpers.imports import HEAD, ROWS, make_brought_in, make_import


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def found(people):
    return make_import(people)


def at(name, found):
    return reverse(f"plans:{name}", kwargs={"slug": found.partnership.slug, "pk": found.pk})


def page_of(client, address):
    return client.get(address).content.decode()


FILE = (HEAD + ROWS).encode()
TABLE = (
    "<table><tr><th>Action</th><th>Lead</th><th>When</th></tr>"
    "<tr><td>Ask <del>all of </del>them</td><td>Board</td><td>May 2027</td></tr></table>"
)
PARTS = ("day", "month", "year")


def upload(client, people, content=FILE, name="plan.csv", **data):
    address = reverse("plans:plan_import_new", kwargs={"slug": people.partnership.slug})
    return client.post(address, {"file": SimpleUploadedFile(name, content), "into": "new", **data})


def key_of(page, reference):
    """The key of an action of the preview, from the address of its page."""
    return re.search(rf'key=([^"]+)">Change<span[^>]*> {reference}<', page)[1]


class TestUpload:
    def test_a_file_is_kept_and_read_in_the_background(self, client, people):
        response = upload(client, people)
        kept = PlanImport.objects.get()
        assert response.url == at("plan_import", kept)
        page = page_of(client, response.url)
        assert "Reading your file" in page
        run_all()
        assert "Check what was read" in page_of(client, response.url)

    def test_the_job_leads_to_the_page_of_the_import(self, client, people):
        upload(client, people)
        job, kept = Job.objects.get(), PlanImport.objects.get()
        where = {"slug": people.partnership.slug, "pk": job.pk}
        assert client.get(reverse("partnership:job", kwargs=where)).url == at("plan_import", kept)
        run_all()
        jobs = reverse("partnership:jobs", kwargs={"slug": people.partnership.slug})
        assert "No downloads yet" in page_of(client, jobs)

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("plan.exe", b"MZ", "choose a Word (.docx)"),
            ("plan.docx", b"PK\3\4 cut off", "the file is damaged"),
            ("plan.csv", b"", "The file is empty. Choose another file"),
        ],
    )
    def test_a_file_that_cannot_be_a_plan_is_refused_beside_the_field(
        self, client, people, name, content, sentence
    ):
        response = upload(client, people, content=content, name=name)
        assert response.status_code == 200
        page = response.content.decode()
        assert "There is a problem" in page
        assert sentence in page
        assert not PlanImport.objects.exists()

    def test_a_file_larger_than_evidence_may_be_is_taken_whole(self, client, people, settings):
        settings.EVIDENCE_FILE_MAX_BYTES = 100
        upload(client, people)
        assert PlanImport.objects.get().size == len(FILE) > 200

    def test_no_file_is_asked_for(self, client, people):
        address = reverse("plans:plan_import_new", kwargs={"slug": people.partnership.slug})
        page = client.post(address, {"into": "new"}).content.decode()
        assert "Choose the file that your plan is in, or paste the table" in page

    @pytest.mark.parametrize(
        "data",
        [
            {"pasted": "Action\tLead\tWhen\nAsk them\tBoard\tMay 2027\n"},
            {"pasted": "Ask them", "pasted_html": TABLE},
        ],
    )
    def test_a_pasted_table_is_read(self, client, people, data):
        address = reverse("plans:plan_import_new", kwargs={"slug": people.partnership.slug})
        client.post(address, {"into": "new", **data})
        run_all()
        kept = PlanImport.objects.get()
        assert kept.is_ready
        page = page_of(client, at("plan_import", kept))
        assert "0 priorities, 1 action" in page
        assert "Ask them" in page

    def test_a_file_and_a_pasted_table_are_not_both_taken(self, client, people):
        page = upload(client, people, pasted="Action\tLead\n").content.decode()
        assert "Choose a file or paste a table, not both" in page

    def test_what_is_too_long_to_paste_is_refused(self, client, people):
        address = reverse("plans:plan_import_new", kwargs={"slug": people.partnership.slug})
        page = client.post(address, {"into": "new", "pasted": "x" * 900_001}).content.decode()
        assert "must be 900,000 characters or less" in page

    def test_only_plans_of_ones_own_that_are_not_closed_are_offered(self, client, people):
        make_plan(people, agreed=False, title="A full draft")
        make_closed_plan(people)
        make_plan(people.elsewhere.people, agreed=False, title="Of others")
        address = reverse("plans:plan_import_new", kwargs={"slug": people.partnership.slug})
        page = page_of(client, address)
        assert "Into “A full draft" in page
        assert "We compare the file with the plan" in page
        assert "Of others" not in page
        assert page.count("Into “") == 1

    def test_a_file_without_a_plan_says_so(self, client, people):
        upload(client, people, content=b"Risk,Likelihood,Mitigation\nFire,3,Alarm\nFlood,2,Wall\n")
        run_all()
        page = page_of(client, at("plan_import", PlanImport.objects.get()))
        assert "We found no plan in this file" in page
        assert "It looks like a risk register" in page
        assert "Bring it in" not in page


class TestPreview:
    def test_counts_come_first_then_what_to_check_then_the_plan(self, client, found):
        page = page_of(client, at("plan_import", found))
        counts = page.index("2 priorities, 3 actions, 3 measures; 1 thing to check.")
        assert counts < page.index("What to check") < page.index("The plan as it will be")
        assert "has no lead" in page
        assert "Not known" in page
        assert "1 name not known" in page

    def test_it_makes_the_same_queries_for_any_number_of_actions(
        self, client, people, found, django_assert_num_queries
    ):
        one = make_import(people, rows=ROWS.split("\n", 1)[0] + "\n")
        for each in (one, found):
            with django_assert_num_queries(12):
                client.get(at("plan_import", each))

    def test_an_action_is_left_out_and_put_back(self, client, found):
        address = at("plan_import", found)
        key = key_of(page_of(client, address), "1.2").replace("+", " ")
        key = key.replace("%2C", ",").replace("%23", "#")
        response = client.post(address, {"do": f"leave_out {key}"})
        assert response.url.startswith(address + "#at-")
        page = page_of(client, address)
        assert "Actions you left out" in page
        assert "2 priorities, 2 actions" in page
        client.post(address, {"do": f"take_in {key}"})
        assert "2 priorities, 3 actions" in page_of(client, address)

    @pytest.mark.parametrize("do", ["", "nonsense", "nonsense x", "leave_out ", "join nothing"])
    def test_a_button_that_no_page_has_changes_nothing(self, client, found, do):
        before = page_of(client, at("plan_import", found))
        assert client.post(at("plan_import", found), {"do": do}).status_code == 302
        after = page_of(client, at("plan_import", found))
        assert re.sub(r'value="[^"]{64}"', "", after) == re.sub(r'value="[^"]{64}"', "", before)

    def test_many_actions_are_shown_on_several_pages(self, client, people):
        rows = "".join(f"Early help,{n},Action number {n},,,,,\n" for n in range(1, 131))
        many = make_import(people, rows=rows)
        first, last = (page_of(client, at("plan_import", many) + f"?page={n}") for n in (1, 3))
        assert "Action number 60<" in first
        assert "Action number 61<" not in first
        assert "Page 1 of 3" in first
        assert "Action number 130<" in last
        for nonsense in ("0", "-1", "x", "9" * 30, "99"):
            assert client.get(at("plan_import", many) + f"?page={nonsense}").status_code == 200

    def test_what_is_in_the_file_is_never_markup(self, client, people):
        row = 'Early help,<b>9</b>,<script>alert(1)</script>,"<i>x</i>",<b>,<b>,<b>,<b>\n'
        page = page_of(client, at("plan_import", make_import(people, rows=row)))
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page


class TestColumns:
    def test_a_column_is_read_as_a_person_says(self, client, found):
        address = at("plan_import_columns", found)
        page = page_of(client, address)
        name = re.search(r'for="id_(column_\d+)"[^>]*>\s*“Progress”', page)[1]
        response = client.post(address, {name: "note"})
        assert response.url == at("plan_import", found)
        assert "<dt>Note</dt><dd><p" in page_of(client, response.url).replace("\n", "")

    def test_a_kind_that_is_none_is_refused(self, client, found):
        page = client.post(at("plan_import_columns", found), {"column_0": "nonsense"})
        assert "choose one of the options" in page.content.decode()


class TestNames:
    def test_the_nearest_names_come_first_and_none_is_chosen(self, client, people):
        rows = "Early help,1,One,Audit & Quality Group,,,,\n"
        page = page_of(client, at("plan_import_names", make_import(people, rows=rows)))
        choices = page[page.index("<select") : page.index("</select>")]
        closest = choices[choices.index('label="Closest names"') :]
        assert closest.index("Audit Group") < closest.index("</optgroup>")
        assert re.search(r'<option value="" selected>Decide later', choices)

    def test_a_choice_is_kept_and_shown(self, client, people, found):
        address = at("plan_import_names", found)
        page = page_of(client, address)
        name = re.search(r'for="id_(lead_\d+)"[^>]*>\s*“JH”', page)[1]
        client.post(address, {name: f"group-{people.training_group.pk}"})
        page = page_of(client, at("plan_import", found))
        assert f'JH <span class="app-quiet">({people.training_group})' in page

    def test_nobody_of_another_partnership_is_offered_or_accepted(self, client, people, found):
        address, other = at("plan_import_names", found), people.elsewhere.people.audit_group
        assert f"group-{people.audit_group.pk}" in page_of(client, address)
        assert f"group-{other.pk}" not in page_of(client, address)
        page = client.post(address, {"lead_0": f"group-{other.pk}"}).content.decode()
        assert "choose one of the options" in page


class TestAction:
    def fields(self, client, address):
        page = page_of(client, address)
        seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
        return {
            "seen": seen,
            "reference": "1.2",
            "wording": "Train the staff",
            "priority": "Early help",
            "leads": "JH",
            "timescale": "June 2026",
            "measures": "Staff trained",
            "rating": "",
            "progress": "",
        }

    def address(self, client, found, reference="1.2"):
        page = page_of(client, at("plan_import", found))
        return f"{at('plan_import_action', found)}?key={key_of(page, reference)}"

    def test_it_is_changed(self, client, found):
        address = self.address(client, found)
        data = self.fields(client, address) | {"wording": "Train all staff", "priority": "-"}
        response = client.post(address, data)
        assert response.url.startswith(at("plan_import", found) + "#at-")
        page = page_of(client, at("plan_import", found))
        assert "Train all staff" in page
        assert "Not under a priority" in page
        found.refresh_from_db()
        (changed,) = found.choices["changed"].values()
        assert changed == {"wording": "Train all staff", "priority": ""}

    def test_it_is_split_at_its_lines(self, client, found):
        address = self.address(client, found)
        data = self.fields(client, address) | {"wording": "Train one\nTrain two", "split": "yes"}
        client.post(address, data)
        page = page_of(client, at("plan_import", found))
        assert "2 priorities, 4 actions" in page
        assert "Undo your changes" in page

    def test_one_line_cannot_be_split(self, client, found):
        address = self.address(client, found)
        page = client.post(address, self.fields(client, address) | {"split": "yes"})
        assert "Put each action on a line of its own" in page.content.decode()

    def test_what_someone_else_changed_meanwhile_is_not_overwritten(self, client, found):
        address = self.address(client, found)
        stale = self.fields(client, address)
        client.post(address, stale | {"wording": "First"})
        page = client.post(address, stale | {"wording": "Second"}).content.decode()
        assert "changed this action after you opened it" in page
        assert "Second" in page
        assert "First" in page_of(client, at("plan_import", found))

    def test_an_action_without_words_is_refused_and_nothing_typed_is_lost(self, client, found):
        address = self.address(client, found)
        data = self.fields(client, address) | {"wording": "", "leads": "Typed by hand"}
        page = client.post(address, data).content.decode()
        assert "Enter the wording of the action" in page
        assert "Typed by hand" in page

    @pytest.mark.parametrize("key", ["", "nothing", "%00", "x" * 5_000])
    def test_an_action_that_is_not_there_leads_back(self, client, found, key):
        response = client.get(f"{at('plan_import_action', found)}?key={key}")
        assert response.url == at("plan_import", found)
        assert "That action is not in the preview" in page_of(client, response.url)


class TestBringIn:
    DATES = {
        "title": "Plan of a file",
        **{f"starts_on_{n}": value for n, value in zip(PARTS, ("1", "4", "2026"), strict=True)},
        **{f"ends_on_{n}": value for n, value in zip(PARTS, ("31", "3", "2027"), strict=True)},
    }

    def test_the_plan_is_made(self, client, found):
        response = client.post(at("plan_import_confirm", found), self.DATES)
        plan = Plan.objects.get(title="Plan of a file")
        assert response.url == reverse(
            "plans:plan_structure", kwargs={"slug": plan.partnership.slug, "pk": plan.pk}
        )
        assert "3 actions brought in" in page_of(client, response.url)
        page = page_of(client, at("plan_import", found))
        assert "Each row as it was in the file" in page
        assert "Became <a" in page
        assert ImportedRow.objects.count() == 3

    def test_without_dates_it_asks(self, client, found):
        page = client.post(at("plan_import_confirm", found), {"title": "X"}).content.decode()
        assert "Enter the first day" in page
        assert not Plan.objects.filter(title="Plan of a file").exists()

    def test_dates_the_wrong_way_round_are_refused(self, client, found):
        data = self.DATES | {"ends_on_year": "2025"}
        page = client.post(at("plan_import_confirm", found), data).content.decode()
        assert "The last day must be after the first day" in page

    def test_pressed_twice_it_is_brought_in_once(self, client, found):
        client.post(at("plan_import_confirm", found), self.DATES)
        assert client.post(at("plan_import_confirm", found), self.DATES).status_code == 404
        assert Plan.objects.filter(title="Plan of a file").count() == 1

    def test_it_is_undone(self, client, people):
        done = make_brought_in(people)
        assert "Undo this import" in page_of(client, at("plan_import", done))
        client.post(at("plan_import_undo", done))
        assert not Plan.objects.filter(title="Plan of a file").exists()
        page = page_of(client, at("plan_import", done))
        assert "Undone" in page
        assert "Undo this import" not in page

    def test_what_was_brought_in_meanwhile_is_not_deleted(self, client, people):
        done = make_brought_in(people)
        page = client.post(at("plan_import_discard", done)).content.decode()
        assert "It stays with the plan that was made from it" in page
        assert PlanImport.objects.filter(pk=done.pk).exists()

    @pytest.mark.parametrize("page", ["plan_import", "plan_import_discard", "plan_import_undo"])
    def test_what_someone_deletes_meanwhile_is_not_found(self, client, found, page, monkeypatch):
        locked = type(PlanImport.objects.all()).locked

        def delete_first(rows, plan_import):
            PlanImport.objects.filter(pk=plan_import.pk).delete()
            return locked(rows, plan_import)

        monkeypatch.setattr(type(PlanImport.objects.all()), "locked", delete_first)
        data = {"do": "leave_out row 2#1"}
        assert client.post(at(page, found), data).status_code == 404

    def test_it_is_deleted_before(self, client, found):
        client.post(at("plan_import_discard", found))
        assert not PlanImport.objects.exists()

    def test_the_file_is_downloaded_and_never_shown(self, client, found):
        response = client.get(at("plan_import_file", found))
        assert response.content == (HEAD + ROWS).encode()
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]


class TestAgain:
    def test_what_would_change_is_shown_word_by_word_and_decided(self, client, people):
        plan = make_brought_in(people).plan
        revise_action(
            plan.action_set.get(reference="2.1"), by=people.business_manager, wording="Ours"
        )
        rows = ROWS.replace("Train the staff", "Train all staff").replace("Visit homes", "Theirs")
        found = make_import(people, rows=rows, plan=plan)
        address = at("plan_import", found)
        page = page_of(client, address)
        assert "0 new actions, 2 changed actions (1 text changed in both), 1 unchanged" in page
        assert "<ins>all " in page
        assert "It was: Visit homes" in page
        assert page.count("The plan’s text stays.") == 1
        pk = plan.action_set.get(reference="2.1").pk
        client.post(address, {"do": f"take {pk} wording"})
        assert "The plan’s text stays." not in page_of(client, address)
        client.post(address, {"do": f"keep {pk} wording"})
        assert "This changes 1 text and adds 0 actions" in page_of(
            client, at("plan_import_confirm", found)
        )
        response = client.post(at("plan_import_confirm", found))
        assert "1 text changed and 0 actions added from the file." in page_of(client, response.url)
        assert plan.action_set.get(reference="2.1").wording == "Ours"
