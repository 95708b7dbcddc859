#!/usr/bin/env python3
"""A register whose clock jumps, on and back: nothing is lost on the way to a council, nothing comes
twice, and what was counted from a day stays counted from it."""
import datetime
import unittest

from register import decision, licence, stranger, wait_for
from test_webhooks import WebhookTest

DAY = datetime.timedelta(days=1)


class ClockJumps(WebhookTest):

    def jump_to(self, day):
        """The register stands still while its clock is set; None: to the right time."""
        self.register.stop()
        self.register.now = day and day.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.register.start()

    def alerts(self):
        return self.call("GET", "/v1/alerts?kind=licensee_matched", "MAN").json()["alerts"]

    def happen(self, count=2):
        """That many alerts; those that are new."""
        before = {one["id"] for one in self.alerts()}
        for _ in range(count):
            type(self).made += 1
            somebody = stranger(f"jump {self.made}")
            self.call("PUT", f"/v1/licences/J{self.made}", "MAN", licence(somebody))
            self.assertAnswer(self.call("POST", "/v1/decisions", "LDS", decision(somebody)), 201)

        def new():
            found = [one for one in self.alerts() if one["id"] not in before]
            return found if len(found) >= count else None
        return wait_for(new, "the alerts", 30)

    def duties(self):
        """The clock of each alert: its due day, and from when it counts."""
        found = self.call("GET", "/v1/duties?kind=acknowledge_alert", "MAN").json()["duties"]
        return {one["about"]["id"]: (one["due_on"], one["opened_on"]) for one in found}

    def test_on_and_back_and_on_again(self):
        self.webhook("/jumps")
        now = datetime.datetime.now(datetime.timezone.utc)
        counted = {}
        for jump in (now, now + 9 * DAY, now - 3 * DAY, now + 2 * DAY, None):
            self.jump_to(jump)
            new = self.happen()
            self.assertEqual(len(new), 2)
            day = (jump or now).date().isoformat()
            self.assertEqual({one["raised_at"][:10] for one in new}, {day})
            duties = wait_for(lambda: (got := self.duties()).keys() >= {one["id"] for one in new} and got,
                              "their clocks", 20)
            # Each begins on its alert's own day, and none of those before has moved.
            self.assertEqual({duties[one["id"]][1] for one in new}, {day})
            self.assertEqual({alert: duty for alert, duty in duties.items() if alert in counted}, counted)
            counted = duties
        alerts = self.alerts()
        self.assertEqual(len({one["entry"]["id"] for one in alerts}), 10)
        self.assertEqual(len(alerts), 10)
        # With those about duties that a jump made overdue.
        wait_for(lambda: self.seqs("/jumps") == list(range(1, self.last() + 1)), "every event at the receiver", 20)
        ids = self.receiver.ids("/jumps")
        self.assertEqual(len(set(ids)), len(ids))


if __name__ == "__main__":
    unittest.main(verbosity=2)
