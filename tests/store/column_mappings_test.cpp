// Authorities' own column mappings: each its own, changed by who knows the version, within bounds.
#include "ports/column_mappings.hpp"

#include "fixture.hpp"
#include "ports/unit_of_work.hpp"

#include <thread>

using namespace badgewatch;
using namespace badgewatch::store::test;
using ports::MappingOutcome;

namespace {

const ports::Caller leeds{"LDS", "officer-of-leeds"};
const ports::Caller york{"YOR", "officer-of-york"};

struct Mappings {
  explicit Mappings(TestRegister& of) : test(of), kept(of.store().column_mappings()) {}

  ports::MappingPut put(const ports::Caller& caller, const std::string& name,
                        const std::string& content,
                        const std::optional<core::Uuid>& if_version = {}, std::size_t most = 50) {
    return must(kept.put(caller, {wanted(caller, name, content), if_version, most},
                         leaf(caller, "column_mapping_created")));
  }
  ports::KeptMapping wanted(const ports::Caller& caller, const std::string& name,
                            const std::string& content) {
    return {.name = name,
            .id = core::new_uuid(test.clock(), test.randomness()),
            .version = core::new_uuid(test.clock(), test.randomness()),
            .content = content,
            .changed_at = test.now(),
            .changed_by = caller.actor};
  }
  ports::ColumnMappings::LeafOf leaf(const ports::Caller& caller, const std::string& kind) {
    return [this, &caller, kind](const core::Uuid& /*id*/) {
      return test.leaf(kind, caller.authority);
    };
  }
  std::string leaves() {
    return ask(*test.session("superuser"),
               "select count(*) from badgewatch.log_leaf where kind like 'column_mapping%'");
  }

  TestRegister& test;
  ports::ColumnMappings& kept;
};

}  // namespace

TEST_CASE("a mapping is made, changed by who knows its version, and removed") {
  TestRegister test;
  Mappings mappings(test);
  const auto made = mappings.put(leeds, "export", "{1}");
  CHECK(made.outcome == MappingOutcome::created);
  CHECK(mappings.put(leeds, "export", "{1}").outcome == MappingOutcome::unchanged);
  CHECK(mappings.leaves() == "1");
  CHECK(mappings.put(leeds, "export", "{2}").outcome == MappingOutcome::exists);
  CHECK(mappings.put(leeds, "export", "{2}", core::Uuid()).outcome ==
        MappingOutcome::version_differs);
  CHECK(mappings.put(leeds, "none", "{2}", made.mapping.version).outcome ==
        MappingOutcome::version_differs);
  const auto changed = mappings.put(leeds, "export", "{2}", made.mapping.version);
  CHECK(changed.outcome == MappingOutcome::changed);
  CHECK(changed.mapping.id == made.mapping.id);
  CHECK(changed.mapping.version != made.mapping.version);
  CHECK(mappings.leaves() == "2");
  const auto found = must(mappings.kept.find("LDS", "export"));
  REQUIRE(found);
  CHECK(found->content == "{2}");
  CHECK(found->version == changed.mapping.version);
  CHECK(found->changed_by == leeds.actor);
  const auto removal = mappings.leaf(leeds, "column_mapping_removed");
  CHECK(mappings.kept.remove(leeds, "export", made.mapping.version, removal).error().code() ==
        core::Errc::precondition_failed);
  must(mappings.kept.remove(leeds, "export", changed.mapping.version, removal));
  CHECK(mappings.kept.remove(leeds, "export", {}, removal).error().code() == core::Errc::not_found);
  CHECK(mappings.leaves() == "3");
  // Made anew it is another one: who knew the old one does not change it.
  (void)mappings.put(leeds, "export", "{3}");
  CHECK(mappings.put(leeds, "export", "{4}", changed.mapping.version).outcome ==
        MappingOutcome::version_differs);
}

TEST_CASE("an authority sees and changes its own mappings alone, by name") {
  TestRegister test;
  Mappings mappings(test);
  (void)mappings.put(leeds, "b", "{1}");
  (void)mappings.put(leeds, "a_", "{1}");
  (void)mappings.put(leeds, "a-b", "{1}");
  CHECK(mappings.put(york, "b", "{2}").outcome == MappingOutcome::created);
  std::string names;
  for (const auto& one : must(mappings.kept.list("LDS")))
    names += one.name + " ";
  CHECK(names == "a-b a_ b ");
  CHECK(must(mappings.kept.list("MAN")).empty());
  CHECK_FALSE(must(mappings.kept.find("YOR", "a_")));
  CHECK(mappings.kept.remove(york, "a_", {}, mappings.leaf(york, "column_mapping_removed"))
            .error()
            .code() == core::Errc::not_found);
  const auto session = test.session("bw_app");
  must(session->begin_as("YOR"));
  CHECK(ask(*session, "select count(*) from column_mapping") == "1");
  CHECK(refusal(*session, "update column_mapping set authority = 'LDS'") == "42501");
}

TEST_CASE("an authority has so many mappings and no more, made at once or one by one") {
  TestRegister test;
  Mappings mappings(test);
  (void)mappings.put(leeds, "a", "{1}", {}, 2);
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    const auto wanted = mappings.wanted(leeds, "n" + std::to_string(i), "{1}");
    threads.emplace_back([&mappings, wanted] {
      (void)mappings.kept.put(leeds, {wanted, {}, 2},
                              mappings.leaf(leeds, "column_mapping_created"));
    });
  }
  for (auto& one : threads)
    one.join();
  CHECK(must(mappings.kept.list("LDS")).size() == 2);
  CHECK(mappings.put(leeds, "z", "{1}", {}, 2).outcome == MappingOutcome::too_many);
  CHECK(mappings.put(york, "z", "{1}", {}, 2).outcome == MappingOutcome::created);
}

TEST_CASE("a mapping of decisions keeps its kind beside those of licences") {
  TestRegister test;
  Mappings mappings(test);
  (void)mappings.put(leeds, "export", "{1}");
  auto wanted = mappings.wanted(leeds, "outcomes", "{2}");
  wanted.kind = "decisions";
  const auto leaf = mappings.leaf(leeds, "column_mapping_created");
  CHECK(must(mappings.kept.put(leeds, {wanted, {}, 50}, leaf)).outcome == MappingOutcome::created);
  const auto listed = must(mappings.kept.list("LDS"));
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].kind == "licences");
  CHECK(listed[1].kind == "decisions");
  auto changed = mappings.wanted(leeds, "outcomes", "{3}");
  changed.kind = "decisions";
  CHECK(must(mappings.kept.put(leeds, {changed, wanted.version, 50}, leaf)).mapping.kind ==
        "decisions");
  // The limit is of both kinds.
  CHECK(mappings.put(leeds, "third", "{1}", {}, 2).outcome == MappingOutcome::too_many);

  must(mappings.kept.remove(leeds, "outcomes", changed.version, leaf));
  CHECK(must(mappings.kept.list("LDS")).size() == 1);
}
