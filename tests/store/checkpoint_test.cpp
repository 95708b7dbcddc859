// Checkpoints in the database: of each size one, under one name and key.
#include "log_fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

namespace {

proof::Signer signer_of(std::uint8_t first) {
  core::Hash seed{};
  seed[0] = first;
  return proof::Signer(seed);
}

ports::SignedTree sign(const proof::TreeHead& tree, const std::string& origin,
                       const proof::Signer& signer) {
  return {.tree = tree,
          .note = proof::sign_checkpoint({.origin = origin, .tree = tree}, signer),
          .signed_at = at("2026-11-23T12:00:01Z")};
}

}  // namespace

TEST_CASE("a checkpoint is public once it is kept") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  const auto signer = signer_of(1);
  (void)write_leaf(test, "BIR");
  (void)integrate_all(*writer);
  CHECK_FALSE(must(test.store().log().newest()).has_value());
  const auto state = must(writer->state());
  CHECK_FALSE(state.identity.has_value());
  const proof::LogKey key{"register/1", signer.public_key()};
  const auto signed_tree = sign(state.tree, key.name, signer);
  must(writer->publish(state.log_id, key, signed_tree));
  must(writer->publish(state.log_id, key, signed_tree));
  CHECK(must(test.store().log().newest())->note == signed_tree.note);
  CHECK(must(writer->state()).identity == key);
  CHECK(must(writer->state()).newest->tree == state.tree);
}

TEST_CASE("a checkpoint of another tree, name or key is not kept") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  const auto signer = signer_of(1);
  (void)write_leaf(test, "BIR");
  (void)integrate_all(*writer);
  const auto state = must(writer->state());
  const proof::LogKey key{"register/1", signer.public_key()};
  const auto refused = [&](const core::Uuid& log_id, const proof::LogKey& by,
                           const proof::TreeHead& tree) {
    const auto kept = writer->publish(log_id, by, sign(tree, by.name, signer));
    return kept.has_error() && kept.error().code() == core::Errc::conflict;
  };
  auto other = state.tree;
  other.root[0] ^= 1;
  CHECK(refused(state.log_id, key, other));
  CHECK(refused(state.log_id, key, {2, state.tree.root}));
  CHECK(refused({}, key, state.tree));
  CHECK_FALSE(must(writer->state()).identity.has_value());
  must(writer->publish(state.log_id, key, sign(state.tree, key.name, signer)));
  CHECK(refused(state.log_id, {"register/2", key.public_key}, state.tree));
  CHECK(refused(state.log_id, {key.name, signer_of(2).public_key()}, state.tree));
  // The tree has grown meanwhile.
  (void)write_leaf(test, "BIR");
  (void)integrate_all(*writer);
  CHECK(refused(state.log_id, key, state.tree));
}

TEST_CASE("a log that begins anew has another name, and keeps leaves and numbers") {
  TestRegister test;
  auto writer = test.store().new_log_writer();
  const auto signer = signer_of(1);
  (void)write_leaf(test, "BIR");
  (void)integrate_all(*writer);
  const auto before = must(writer->state());
  must(writer->publish(before.log_id, {"register/1", signer.public_key()},
                       sign(before.tree, "register/1", signer)));
  must(test.store().begin_log_anew(test.leaf("log_begun_anew", "")));
  const auto after = must(writer->state());
  CHECK(after.log_id != before.log_id);
  CHECK_FALSE(after.identity.has_value());
  CHECK_FALSE(after.newest.has_value());
  CHECK(after.tree == before.tree);
  CHECK_FALSE(must(test.store().log().newest()).has_value());
  CHECK(integrate_all(*writer) == 2);
}
