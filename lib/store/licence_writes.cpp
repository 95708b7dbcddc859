#include "store/licence_writes.hpp"

#include "store/content.hpp"

#include <algorithm>
#include <cstring>

namespace badgewatch::store {
namespace {

constexpr Statement select_known_licences{
    "select_known_licences",
    "select number_index, id, version, content_digest, key_version, data_key"
    " from licence where authority = $1 and number_index = any($2)"};

constexpr Statement select_elsewhere{"select_licences_elsewhere",
                                     "select count(*) from licences_elsewhere($1, $2)"};

// One statement for new and changed rows, so that the feed's head is locked once, behind both.
constexpr Statement write_licences{
    "write_licences",
    "with inserted as ("
    "  insert into licence (authority, key_version, id, number_index, version, class, status,"
    "                       began_on, changed_at, content_digest, data_key, content, changed_by,"
    "                       began_of)"
    "  select $1, $2, n.*, $23::text, n.version"
    "  from unnest($3::uuid[], $4::bytea[], $5::bigint[], $6::text[], $7::text[], $8::date[],"
    "              $9::timestamptz[], $10::bytea[], $11::bytea[], $12::bytea[])"
    "       as n(id, number_index, version, class, status, began_on, changed_at, content_digest,"
    "            data_key, content)"
    "  returning 1"
    "), updated as ("
    "  update licence as l"
    "  set version = n.version, class = n.class, status = n.status, changed_at = n.changed_at,"
    "      content_digest = n.content_digest, key_version = $2, data_key = n.data_key,"
    "      content = n.content, changed_by = $23::text, began_on = n.began_on,"
    "      began_of = n.version"
    "  from unnest($13::uuid[], $14::bytea[], $15::bigint[], $16::text[], $17::text[],"
    "              $18::date[], $19::timestamptz[], $20::bytea[], $21::bytea[], $22::bytea[])"
    "       as n(id, number_index, version, class, status, began_on, changed_at, content_digest,"
    "            data_key, content)"
    "  where l.authority = $1 and l.id = n.id and l.version = n.version - 1"
    "  returning 1"
    ")"
    " select (select count(*) from inserted), (select count(*) from updated)"};

// The columns of one of its two halves.
struct LicenceColumns {
  Column<core::Uuid> id;
  Column<core::ByteView> number_index;
  Column<std::int64_t> version;
  Column<std::string_view> licence_class, status;
  Column<core::Date> began_on;
  Column<core::Instant> changed_at;
  Column<core::ByteView> digest, data_key, content;

  void to(Parameters& parameters) const {
    parameters.add(id).add(number_index).add(version).add(licence_class).add(status);
    parameters.add(began_on).add(changed_at).add(digest).add(data_key).add(content);
  }
};

}  // namespace

std::size_t IndexHash::operator()(const core::Hash& value) const noexcept {
  std::size_t front = 0;
  std::memcpy(&front, value.data(), sizeof front);
  return front;
}

core::Hash number_index(const Sealer& sealer, std::string_view authority, std::string_view number) {
  return sealer.blind("licence number", {authority, number});
}

core::Result<std::vector<ports::LicencePut>> LicenceWrites::put(
    Session& session, std::span<const ports::LicenceToPut> licences, core::Instant now) {
  std::vector<core::Hash> indexes;
  indexes.reserve(licences.size());
  for (const auto& wanted : licences)
    indexes.push_back(number_index(context_.sealer, authority_, wanted.licence.licence_number));
  if (auto read = read_known(session, indexes); !read) return read.error();

  std::vector<ports::LicencePut> outcomes;
  outcomes.reserve(licences.size());
  for (std::size_t i = 0; i < licences.size(); ++i)
    outcomes.push_back(put_one(licences[i], indexes[i], now));
  return outcomes;
}

core::Result<void> LicenceWrites::read_known(Session& session,
                                             std::span<const core::Hash> indexes) {
  Column<core::ByteView> wanted;
  for (const auto& index : indexes)
    if (!known_.contains(index)) wanted.add(index);
  if (wanted.size() == 0) return {};

  auto rows = session.run(select_known_licences, Parameters().text(authority_).add(wanted));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    Known known{.id = rows->at<core::Uuid>(i, 1),
                .version = rows->at<std::int64_t>(i, 2),
                .key = {},
                .digest = rows->at<core::Hash>(i, 3),
                .change = {}};
    auto key = context_.sealer.unwrap(
        rows->raw(i, 5), rows->at<std::int16_t>(i, 4),
        {.table = "licence", .authority = authority_, .id = known.id, .version = known.version});
    if (!key) return key.error();
    known.key = *key;
    known_.emplace(rows->at<core::Hash>(i, 0), known);
  }
  if (std::all_of(indexes.begin(), indexes.end(),
                  [&](const core::Hash& index) { return known_.contains(index); }))
    return {};
  const auto elsewhere = session.run(select_elsewhere, Parameters().text(authority_).add(wanted));
  if (!elsewhere) return elsewhere.error();
  if (elsewhere->at<std::int64_t>(0, 0) > 0)
    return core::Error(core::Errc::forbidden,
                       "The authority was divided, and this went to another of its successors.");
  return {};
}

ports::LicencePut LicenceWrites::put_one(const ports::LicenceToPut& wanted, const core::Hash& index,
                                         core::Instant now) {
  using ports::PutOutcome;
  const auto place = known_.find(index);
  const bool is_new = place == known_.end();
  auto content = licence_content(wanted.licence);
  // Before the condition: a change whose answer was lost is asked for again under the old version.
  if (!is_new && is_same(place->second, content))
    return {
        .outcome = PutOutcome::unchanged, .id = place->second.id, .version = place->second.version};
  if (wanted.if_match && is_new)
    return {.outcome = PutOutcome::version_differs, .id = {}, .version = 0};
  if (wanted.if_match && *wanted.if_match != place->second.version)
    return {.outcome = PutOutcome::version_differs,
            .id = place->second.id,
            .version = place->second.version};

  Known& known = is_new ? known_[index] : place->second;
  if (is_new) known.id = context_.new_id();
  change(known, wanted.licence, index, std::move(content), now);
  return {.outcome = is_new ? PutOutcome::created : PutOutcome::updated,
          .id = known.id,
          .version = known.version};
}

bool LicenceWrites::is_same(const Known& known, const std::string& content) const {
  if (known.change) return changes_[*known.change].content == content;
  return Sealer::digest(known.key, content) == known.digest;
}

void LicenceWrites::change(Known& known, const domain::Licence& licence, const core::Hash& index,
                           std::string content, core::Instant now) {
  if (!known.change) {
    known.change = changes_.size();
    changes_.emplace_back();
    ++known.version;
  }
  changes_[*known.change] = {.known = &known,
                             .number_index = index,
                             .licence_class = licence.licence_class,
                             .status = licence.status,
                             .began_on = licence.granted_on,
                             .changed_at = now,
                             .content = std::move(content)};
}

core::Result<void> LicenceWrites::write(Session& session) {
  if (changes_.empty()) return {};
  const Sealer& sealer = context_.sealer;
  const auto generation = sealer.generation();
  LicenceColumns inserted, updated;
  for (const auto& change : changes_) {
    auto& known = *change.known;
    const SealedPlace place{
        .table = "licence", .authority = authority_, .id = known.id, .version = known.version};
    known.key = sealer.new_key();
    known.digest = Sealer::digest(known.key, change.content);
    known.change.reset();

    auto& rows = known.version == 1 ? inserted : updated;
    rows.id.add(known.id);
    rows.number_index.add(change.number_index);
    rows.version.add(known.version);
    rows.licence_class.add(name_of(change.licence_class));
    rows.status.add(name_of(change.status));
    rows.began_on.add_maybe(change.began_on);
    rows.changed_at.add(change.changed_at);
    rows.digest.add(known.digest);
    rows.data_key.add(sealer.wrap(known.key, place, generation));
    rows.content.add(sealer.seal(known.key, place, "content", change.content));
  }
  changes_.clear();

  Parameters parameters;
  parameters.text(authority_).add(generation);
  inserted.to(parameters);
  updated.to(parameters);
  parameters.text(actor_);
  auto rows = session.run(write_licences, parameters);
  if (!rows) return rows.error();
  if (rows->at<std::int64_t>(0, 0) != inserted.id.size() ||
      rows->at<std::int64_t>(0, 1) != updated.id.size())
    return sql_error(write_licences.name, "40001");
  return {};
}

}  // namespace badgewatch::store
