#include "store/contacts.hpp"

#include "store/duties.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_all{
    "select_authority_contacts",
    "select authority, team, email, telephone, address, url, confirmed_at"
    " from authority_contacts()"};

constexpr Statement select_own{
    "select_own_contact",
    "select authority, team, email, telephone, address, url, confirmed_at, id, review_by"
    " from authority_contact where authority = $1"};

constexpr Statement upsert_own{
    "upsert_own_contact",
    "insert into authority_contact as c (authority, id, team, email, telephone, address, url,"
    "                                    confirmed_at, review_by, actor)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " on conflict (authority) do update"
    " set team = excluded.team, email = excluded.email, telephone = excluded.telephone,"
    "     address = excluded.address, url = excluded.url, confirmed_at = excluded.confirmed_at,"
    "     review_by = excluded.review_by, actor = excluded.actor"
    " returning c.id"};

// The first one too, from before anything was said.
constexpr Statement close_review{
    "close_contact_review",
    "update duty set state = 'done', done_on = $2"
    " where authority = $1 and kind = 'contact_review' and state in ('open', 'paused')"};

ports::KeptContact contact_of(const Rows& rows, int row) {
  ports::KeptContact kept;
  kept.authority = rows.at<std::string>(row, 0);
  kept.contact = {.team = rows.at<std::string>(row, 1),
                  .email = rows.at<std::string>(row, 2),
                  .telephone = rows.at<std::string>(row, 3),
                  .url = rows.at<std::string>(row, 5),
                  .address = rows.at<std::string>(row, 4)};
  kept.confirmed_at = rows.at<core::Instant>(row, 6);
  return kept;
}

}  // namespace

core::Result<std::vector<ports::KeptContact>> SqlContacts::all() {
  auto lease = context_.app.lease();
  if (!lease) return lease.error();
  const auto rows = (*lease)->run(select_all);
  if (!rows) return rows.error();
  std::vector<ports::KeptContact> contacts;
  for (int i = 0; i < rows->size(); ++i)
    contacts.push_back(contact_of(*rows, i));
  return contacts;
}

core::Result<std::optional<ports::KeptContact>> SqlContacts::own(const ports::Caller& caller) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::optional<ports::KeptContact>> {
        const auto rows = session.run(select_own, Parameters().text(caller.authority));
        if (!rows) return rows.error();
        if (rows->empty()) return std::optional<ports::KeptContact>();
        auto kept = contact_of(*rows, 0);
        kept.id = rows->at<core::Uuid>(0, 7);
        kept.review_by = rows->at<core::Date>(0, 8);
        return std::optional(std::move(kept));
      });
}

core::Result<ports::KeptContact> SqlContacts::keep(const ports::Caller& caller,
                                                   const ports::KeptContact& contact,
                                                   domain::Duty review, core::Date today,
                                                   const proof::Leaf& leaf) {
  return as_authority(context_, caller, [&](Session& session) -> core::Result<ports::KeptContact> {
    const auto& said = contact.contact;
    Parameters parameters;
    parameters.text(caller.authority).add(contact.id).text(said.team).text(said.email);
    parameters.text(said.telephone).text(said.address).text(said.url);
    parameters.add(contact.confirmed_at).add(contact.review_by).text(caller.actor);
    const auto rows = session.run(upsert_own, parameters);
    if (!rows) return rows.error();
    auto kept = contact;
    kept.id = rows->at<core::Uuid>(0, 0);
    auto closed = session.run(close_review, Parameters().text(caller.authority).add(today));
    if (!closed) return closed.error();
    review.about.id = kept.id;
    if (auto opened = open_duty(session, context_, review); !opened) return opened.error();
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    return kept;
  });
}

}  // namespace badgewatch::store
