#include "crowd.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace badgewatch;
using namespace badgewatch::match;
using namespace badgewatch::match::crowd;
using person::Person;

namespace {

Person someone() {
  return *rc::gen::weightedOneOf<Person>({{4, anyone()}, {1, anyone_odd()}});
}

bool has_equal_identifier(const Comparison& made) {
  return made.evidence[2].verdict == Verdict::agree || made.evidence[3].verdict == Verdict::agree;
}

}  // namespace

TEST_CASE("it makes no difference who is compared with whom") {
  REQUIRE(rc::check([] {
    const Profile a(someone());
    const Profile b(someone());
    const auto ours = compare(a, b);
    const auto theirs = compare(b, a);
    RC_ASSERT(std::abs(ours.weight - theirs.weight) < 1e-9);
    RC_ASSERT(ours.band == theirs.band);
    for (std::size_t i = 0; i < ours.evidence.size(); ++i) {
      RC_ASSERT(ours.evidence[i].verdict == theirs.evidence[i].verdict);
      RC_ASSERT(std::abs(ours.evidence[i].weight - theirs.evidence[i].weight) < 1e-9);
    }
  }));
}

TEST_CASE("a comparison and its score agree, and every field is explained") {
  REQUIRE(rc::check([] {
    const Profile a(someone());
    const Profile b(someone());
    const auto made = compare(a, b);
    const auto scored = score(a, b);
    RC_ASSERT(made.weight == scored.weight);
    RC_ASSERT(made.band == scored.band);
    RC_ASSERT(made.probability >= 0);
    RC_ASSERT(made.probability <= 1);
    RC_ASSERT(made.evidence.size() == 7U);
    for (const auto& one : made.evidence) {
      RC_ASSERT(!one.note.empty());
      RC_ASSERT(one.verdict != Verdict::missing || one.weight == 0);
    }
  }));
}

TEST_CASE("the bands are those of the contract") {
  REQUIRE(rc::check([] {
    const auto made = compare(Profile(someone()), Profile(someone()));
    const auto conflict = [&](std::size_t field) {
      return made.evidence[field].verdict == Verdict::conflict;
    };
    if (has_equal_identifier(made)) RC_ASSERT(made.band != Band::none);
    if (made.band != Band::strong) return;
    RC_ASSERT(has_equal_identifier(made));
    RC_ASSERT(!conflict(0) && !conflict(1) && !conflict(2) && !conflict(3));
    const bool name =
        made.evidence[0].verdict == Verdict::agree || made.evidence[0].verdict == Verdict::similar;
    RC_ASSERT(name || made.evidence[1].verdict == Verdict::agree);
  }));
}

TEST_CASE("one more field that agrees never lowers the weight") {
  REQUIRE(rc::check([] {
    const auto a = someone();
    const auto b = someone();
    const auto before = score(Profile(a), Profile(b));
    const auto with = [&](auto&& change) {
      auto more_a = a;
      auto more_b = b;
      change(more_a, more_b);
      const auto after = score(Profile(more_a), Profile(more_b));
      RC_ASSERT(after.weight >= before.weight - 1e-9);
      RC_ASSERT(after.band >= before.band);
    };
    if (a.national_insurance_number.empty() || b.national_insurance_number.empty())
      with([](Person& x, Person& y) {
        x.national_insurance_number = y.national_insurance_number = "AB987654A";
      });
    if (!a.driving_licence || !b.driving_licence)
      with([](Person& x, Person& y) {
        x.driving_licence = y.driving_licence = person::DrivingLicence{"KHAN9803145MI9AB", "GB"};
      });
    if (a.email.empty() || b.email.empty())
      with([](Person& x, Person& y) { x.email = y.email = "both@example.org"; });
    if (a.telephone.empty() || b.telephone.empty())
      with([](Person& x, Person& y) { x.telephone = y.telephone = "07700 900999"; });
    with([](Person& x, Person& y) {
      x.addresses.insert(x.addresses.begin(), {{"9 Mill Lane"}, "LS1 4AP"});
      y.addresses.insert(y.addresses.begin(), {{"9 Mill Lane"}, "LS1 4AP"});
      if (x.addresses.size() > 3) x.addresses.resize(3);
      if (y.addresses.size() > 3) y.addresses.resize(3);
    });
  }));
}
