// What the parts that keep officers share: a transaction that sees one authority's officers alone,
// and rows that are sealed under the officer's own key.
#pragma once

#include "ports/sessions.hpp"
#include "store/context.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {

// The columns that officer_of() reads are: id, authority, roles, created_at, disabled_at,
// last_sign_in_at, password is not null, totp is not null, invitation_until, key_version, data_key,
// content.

// A transaction that sees this authority's officers alone; empty: the register's own.
core::Result<Lease> begin_with_officers_of(Context& context, const std::string& authority);

template <class Work>
auto with_officers_of(Context& context, const std::string& authority, Work&& work)
    -> decltype(work(std::declval<Session&>())) {
  auto lease = begin_with_officers_of(context, authority);
  if (!lease) return lease.error();
  auto result = work(**lease);
  if (!result) return result;
  if (auto done = (*lease)->commit(); !done) return done.error();
  return result;
}

// What an administrator does, with its leaf: one in the name of who runs the machine is written by
// the owner alone.
bool is_operators(const proof::Leaf& leaf);

template <class Work>
core::Result<void> administer(Context& context, const std::string& authority,
                              const proof::Leaf& leaf, Work&& work) {
  const auto logged = [&](Session& session) -> core::Result<void> {
    if (auto done = work(session); !done) return done;
    return insert_leaves(session, {&leaf, 1});
  };
  if (!is_operators(leaf)) return with_officers_of(context, authority, logged);
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  if (auto done = logged(**session); !done) return done;
  return (*session)->commit();
}

template <class Bytes>
void add_maybe(Parameters& parameters, const std::optional<Bytes>& bytes) {
  parameters.add(bytes ? std::optional<core::ByteView>(*bytes) : std::nullopt);
}

SealedPlace officer_place(std::string_view authority, const core::Uuid& id);

core::Hash username_index(const Sealer& sealer, const std::string& username);
core::Hash identity_index(const Sealer& sealer, const std::string& authority,
                          const ports::ProviderIdentity& identity);
core::Hash recovery_code_hash(const Sealer& sealer, const core::Uuid& officer,
                              const core::Hash& code);
std::string officer_content(const ports::Officer& officer);
// `first`: the first of its columns.
core::Result<ports::Officer> officer_of(const Rows& rows, int row, const Sealer& sealer,
                                        int first = 0);

// False when it was used before.
core::Result<bool> use_factor(Session& session, const Sealer& sealer, const std::string& authority,
                              const core::Uuid& officer, const ports::UsedFactor& used,
                              core::Instant at);
// Ends all sessions of an officer but one.
core::Result<void> end_sessions(Session& session, const std::string& authority,
                                const core::Uuid& officer, const std::optional<core::Uuid>& kept);

inline core::Error no_officer() {
  return {core::Errc::not_found, "There is no such officer of yours."};
}

}  // namespace badgewatch::store
