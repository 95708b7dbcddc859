#include "store/concerns.hpp"

#include "store/concern_content.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {
namespace {

constexpr const char* columns =
    "select c.authority, c.id, c.routing, c.categories, c.became_aware_on, c.share_by,"
    "       c.entered_at, c.retained_until, c.key_version, c.data_key, c.content, c.particulars"
    " from concern as c";

const std::string select_one_text = std::string(columns) + " where c.id = $1";
const Statement select_one{"select_concern", select_one_text.c_str()};

// Row level security leaves what the authority reported or was given.
const std::string select_list_text =
    std::string(columns) + " where ($1::uuid is null or c.id > $1) order by c.id limit $2";
const Statement select_list{"select_concerns", select_list_text.c_str()};

constexpr Statement select_issuers{
    "select_concern_issuers",
    "select concern, authority, how, coalesce(band, ''), routed_at, received_on, consider_by, "
    "state,"
    "       outcome, considered_on, coalesce(transferred_to, '')"
    " from concern_issuer where concern = any($1) order by concern, routed_at, authority"};

constexpr Statement select_steps{
    "select_concern_steps",
    "select concern, id, authority, step, happened_on, recorded_at, actor, detail, key_version,"
    "       data_key, content"
    " from concern_step where concern = any($1) order by concern, recorded_at, id"};

constexpr Statement lock_issuer{
    "lock_concern_issuer",
    "select 1 from concern_issuer where authority = $1 and concern = $2 for update"};

constexpr Statement insert_concern{
    "insert_concern",
    "insert into concern (authority, id, version, categories, routing, became_aware_on, share_by,"
    "                     entered_at, retained_until, content_digest, key_version, data_key,"
    "                     content, particulars)"
    " values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};

constexpr Statement insert_step{
    "insert_concern_step",
    "insert into concern_step (authority, id, concern, reporter, step, happened_on, recorded_at,"
    "                          actor, detail, key_version, data_key, content)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};

constexpr Statement count_trait{
    "count_concern_trait",
    "insert into concern_trait_count as c (authority, year, trait, code, people)"
    " values ($1, $2, $3, $4, 1)"
    " on conflict (authority, year, trait, code) do update set people = c.people + 1"};

constexpr Statement route_one{"route_concern",
                              "select route_concern($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

constexpr Statement update_routing{
    "set_concern_routing",
    "update concern set routing = $3 where authority = $1 and id = $2 and routing <> 'routed'"};

constexpr Statement update_considered{
    "consider_concern",
    "update concern_issuer set state = 'considered', outcome = $3, considered_on = $4"
    " where authority = $1 and concern = $2"};

constexpr Statement update_left{
    "leave_concern",
    "update concern_issuer set state = 'transferred', transferred_to = $3"
    " where authority = $1 and concern = $2"};

constexpr Statement tell_considered{"tell_concern_considered",
                                    "select tell_considered($1, $2, $3)"};

constexpr Statement select_traits{
    "select_concern_traits",
    "select authority, year, trait, code, people from concern_trait_count"
    " where ($1 = '' or authority = $1) and year between $2 and $3"
    " order by authority, year, trait, code"};

core::Error unreadable() {
  return {core::Errc::internal, "A stored record cannot be read."};
}

core::Error no_concern() {
  return {core::Errc::not_found, "There is no such concern of yours."};
}

SealedPlace place_of(std::string_view table, std::string_view authority, const core::Uuid& id) {
  return {.table = table, .authority = authority, .id = id, .version = 1};
}

core::Result<ports::ConcernRecord> record_of(const Rows& rows, int row, const Sealer& sealer) {
  ports::ConcernRecord record;
  record.authority = rows.at<std::string>(row, 0);
  record.id = rows.at<core::Uuid>(row, 1);
  const auto routing = domain::routing_named(rows.at<std::string>(row, 2));
  if (!routing) return unreadable();
  record.routing = *routing;
  for (const auto& letter : words_of(rows.at<std::string>(row, 3)))
    if (const auto category = domain::concern_category_named(letter))
      record.concern.categories.insert(*category);
  record.concern.became_aware_on = rows.at<core::Date>(row, 4);
  record.share_by = rows.maybe<core::Date>(row, 5);
  record.entered_at = rows.at<core::Instant>(row, 6);
  record.retained_until = rows.at<core::Date>(row, 7);
  const auto place = place_of("concern", record.authority, record.id);
  const auto key = sealer.unwrap(rows.raw(row, 9), rows.at<std::int16_t>(row, 8), place);
  if (!key) return key.error();
  const auto content = sealer.open(*key, place, "content", rows.raw(row, 10));
  if (!content) return content.error();
  const auto particulars = sealer.open(*key, place, "particulars", rows.raw(row, 11));
  if (!particulars) return particulars.error();
  if (auto read = read_concern_content(*content, record.concern); !read) return read.error();
  if (auto read = read_concern_particulars(*particulars, record.concern); !read)
    return read.error();
  return record;
}

ports::ConcernRecord* with_id(std::vector<ports::ConcernRecord>& records, const core::Uuid& id) {
  for (auto& record : records)
    if (record.id == id) return &record;
  return nullptr;
}

core::Result<void> add_issuers(Session& session, const Column<core::Uuid>& ids,
                               std::vector<ports::ConcernRecord>& records) {
  auto rows = session.run(select_issuers, Parameters().add(ids));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    auto* record = with_id(records, rows->at<core::Uuid>(i, 0));
    if (record == nullptr) continue;
    const auto state = domain::issuer_state_named(rows->at<std::string>(i, 7));
    if (!state) return unreadable();
    ports::ConcernIssuer issuer;
    issuer.authority = rows->at<std::string>(i, 1);
    issuer.how = rows->at<std::string>(i, 2);
    issuer.band = rows->at<std::string>(i, 3);
    issuer.routed_at = rows->at<core::Instant>(i, 4);
    issuer.received_on = rows->at<core::Date>(i, 5);
    issuer.consider_by = rows->maybe<core::Date>(i, 6);
    issuer.state = *state;
    if (!rows->is_null(i, 8))
      issuer.outcome = domain::concern_outcome_named(rows->at<std::string>(i, 8));
    issuer.considered_on = rows->maybe<core::Date>(i, 9);
    issuer.transferred_to = rows->at<std::string>(i, 10);
    record->issuers.push_back(std::move(issuer));
  }
  return {};
}

core::Result<void> add_steps(Session& session, const Sealer& sealer, const Column<core::Uuid>& ids,
                             std::vector<ports::ConcernRecord>& records) {
  auto rows = session.run(select_steps, Parameters().add(ids));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    auto* record = with_id(records, rows->at<core::Uuid>(i, 0));
    if (record == nullptr) continue;
    ports::ConcernStep step;
    step.id = rows->at<core::Uuid>(i, 1);
    step.authority = rows->at<std::string>(i, 2);
    step.step = rows->at<std::string>(i, 3);
    step.on = rows->at<core::Date>(i, 4);
    step.at = rows->at<core::Instant>(i, 5);
    step.actor = rows->at<std::string>(i, 6);
    step.detail = rows->at<std::string>(i, 7);
    if (!rows->is_null(i, 9)) {
      const auto content =
          sealer.open(rows->raw(i, 9), rows->at<std::int16_t>(i, 8),
                      place_of("concern_step", step.authority, step.id), rows->raw(i, 10));
      if (!content) return content.error();
      if (auto read = read_concern_step_content(*content, step); !read) return read.error();
    }
    record->steps.push_back(std::move(step));
  }
  return {};
}

core::Result<std::vector<ports::ConcernRecord>> records_in(Session& session, const Rows& rows,
                                                           const Sealer& sealer) {
  std::vector<ports::ConcernRecord> records;
  Column<core::Uuid> ids;
  for (int i = 0; i < rows.size(); ++i) {
    auto record = record_of(rows, i, sealer);
    if (!record) return record.error();
    ids.add(record->id);
    records.push_back(std::move(*record));
  }
  if (records.empty()) return records;
  if (auto added = add_issuers(session, ids, records); !added) return added.error();
  if (auto added = add_steps(session, sealer, ids, records); !added) return added.error();
  return records;
}

core::Result<ports::ConcernRecord> read_one(Session& session, const Sealer& sealer,
                                            const core::Uuid& id) {
  auto rows = session.run(select_one, Parameters().add(id));
  if (!rows) return rows.error();
  auto records = records_in(session, *rows, sealer);
  if (!records) return records.error();
  if (records->empty()) return no_concern();
  return std::move(records->front());
}

std::optional<std::string_view> maybe_text(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

}  // namespace

core::Result<bool> route_concern(Session& session, const ports::ConcernRoute& route,
                                 core::Instant at, bool is_told) {
  const bool was_compared = !route.band.empty();
  Parameters parameters;
  parameters.text(route.reporter).add(route.concern).text(route.issuer).text(route.how);
  parameters.add(route.licence).add(maybe_text(route.band));
  parameters.add(was_compared ? std::optional(route.probability) : std::nullopt).add(at);
  parameters.add(route.received_on).add(route.consider_by).add(is_told);
  auto routed = session.run(route_one, parameters);
  if (!routed) return routed.error();
  return routed->at<bool>(0, 0);
}

core::Result<bool> SqlConcerns::enter(const ports::ConcernRecord& record,
                                      const domain::ConcernStatistics& statistics) {
  auto there = lease_->run(select_one, Parameters().add(record.id));
  if (!there) return there.error();
  if (!there->empty()) return false;
  const auto place = place_of("concern", record.authority, record.id);
  const auto key = context_.sealer.new_key();
  const auto by = context_.sealer.generation();
  const auto content = concern_content(record.concern);
  Parameters parameters;
  parameters.text(record.authority).add(record.id);
  parameters.text(categories_text(record.concern.categories)).text(name_of(record.routing));
  parameters.add(record.concern.became_aware_on).add(record.share_by).add(record.entered_at);
  parameters.add(record.retained_until).bytes(Sealer::digest(key, content)).add(by);
  parameters.bytes(context_.sealer.wrap(key, place, by));
  parameters.bytes(context_.sealer.seal(key, place, "content", content));
  parameters.bytes(
      context_.sealer.seal(key, place, "particulars", concern_particulars(record.concern)));
  if (auto done = lease_->run(insert_concern, parameters); !done) return done.error();
  for (const auto& step : record.steps)
    if (auto added = add(record, step); !added) return added.error();
  if (auto counted = count(record, "ethnicity", statistics.ethnicity); !counted)
    return counted.error();
  if (auto counted = count(record, "nationality", statistics.nationality); !counted)
    return counted.error();
  return true;
}

core::Result<void> SqlConcerns::count(const ports::ConcernRecord& record, const char* trait,
                                      const std::optional<domain::RecordedTrait>& recorded) {
  if (!recorded) return {};
  Parameters parameters;
  parameters.text(record.authority).add(std::int64_t{core::uk_date(record.entered_at).year()});
  parameters.text(trait).text(recorded->code);
  if (auto done = lease_->run(count_trait, parameters); !done) return done.error();
  return {};
}

core::Result<void> SqlConcerns::add(const ports::ConcernRecord& record,
                                    const ports::ConcernStep& step) {
  Parameters parameters;
  parameters.text(step.authority).add(step.id).add(record.id).text(record.authority);
  parameters.text(step.step).add(step.on).add(step.at).text(step.actor).text(step.detail);
  if (step.reasons.empty() && step.by.empty()) {
    parameters.add(std::optional<std::int16_t>()).add(std::optional<core::ByteView>());
    parameters.add(std::optional<core::ByteView>());
  } else {
    const auto sealed = context_.sealer.seal_new(place_of("concern_step", step.authority, step.id),
                                                 concern_step_content(step));
    parameters.add(sealed.key_version).bytes(sealed.data_key).bytes(sealed.content);
  }
  if (auto done = lease_->run(insert_step, parameters); !done) return done.error();
  return {};
}

core::Result<bool> SqlConcerns::route(const ports::ConcernRoute& route, core::Instant at) {
  return route_concern(*lease_, route, at, true);
}

core::Result<void> SqlConcerns::set_routing(const core::Uuid& concern, domain::Routing routing) {
  auto done = lease_->run(update_routing,
                          Parameters().text(caller_.authority).add(concern).text(name_of(routing)));
  if (!done) return done.error();
  return {};
}

core::Result<ports::ConcernRecord> SqlConcerns::to_change(const core::Uuid& id) {
  auto locked = lease_->run(lock_issuer, Parameters().text(caller_.authority).add(id));
  if (!locked) return locked.error();
  return read_one(*lease_, context_.sealer, id);
}

core::Result<void> SqlConcerns::consider(const ports::ConcernRecord& record,
                                         const domain::Consideration& consideration,
                                         const ports::ConcernStep& step) {
  auto done = lease_->run(update_considered, Parameters()
                                                 .text(caller_.authority)
                                                 .add(record.id)
                                                 .text(name_of(consideration.outcome))
                                                 .add(consideration.on));
  if (!done) return done.error();
  if (auto added = add(record, step); !added) return added.error();
  auto told =
      lease_->run(tell_considered, Parameters().text(record.authority).add(record.id).add(step.at));
  if (!told) return told.error();
  return {};
}

core::Result<void> SqlConcerns::leave(const ports::ConcernRecord& record, const std::string& to,
                                      const ports::ConcernStep& step) {
  auto done =
      lease_->run(update_left, Parameters().text(caller_.authority).add(record.id).text(to));
  if (!done) return done.error();
  return add(record, step);
}

core::Result<ports::ConcernRecord> SqlConcernDesk::find(const ports::Caller& caller,
                                                        const core::Uuid& id,
                                                        const proof::Leaf& leaf) {
  return as_authority(context_, caller,
                      [&](Session& session) -> core::Result<ports::ConcernRecord> {
                        auto record = read_one(session, context_.sealer, id);
                        if (!record) return record;
                        if (auto logged = insert_leaves(session, {&leaf, 1}); !logged)
                          return logged.error();
                        return record;
                      });
}

core::Result<std::vector<ports::ConcernRecord>> SqlConcernDesk::list(
    const ports::Caller& caller, const std::optional<core::Uuid>& after, std::size_t limit,
    const proof::Leaf& leaf) {
  return as_authority(
      context_, caller, [&](Session& session) -> core::Result<std::vector<ports::ConcernRecord>> {
        auto rows =
            session.run(select_list, Parameters().add(after).add(static_cast<std::int64_t>(limit)));
        if (!rows) return rows.error();
        if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
        return records_in(session, *rows, context_.sealer);
      });
}

core::Result<std::vector<ports::TraitCount>> SqlConcernDesk::traits(const ports::Caller& caller,
                                                                    int from_year, int to_year,
                                                                    const proof::Leaf& leaf) {
  const auto work = [&](Session& session) -> core::Result<std::vector<ports::TraitCount>> {
    if (auto logged = insert_leaves(session, {&leaf, 1}); !logged) return logged.error();
    auto rows = session.run(select_traits, Parameters()
                                               .text(caller.authority)
                                               .add(std::int64_t{from_year})
                                               .add(std::int64_t{to_year}));
    if (!rows) return rows.error();
    std::vector<ports::TraitCount> counts;
    for (int i = 0; i < rows->size(); ++i)
      counts.push_back({.authority = rows->at<std::string>(i, 0),
                        .year = static_cast<int>(rows->at<std::int64_t>(i, 1)),
                        .trait = rows->at<std::string>(i, 2),
                        .code = rows->at<std::string>(i, 3),
                        .people = rows->at<std::int64_t>(i, 4)});
    return counts;
  };
  if (!caller.authority.empty()) return as_authority(context_, caller, work);
  auto session = begin_as_owner(context_);
  if (!session) return session.error();
  auto counts = work(**session);
  if (!counts) return counts;
  if (auto done = (*session)->commit(); !done) return done.error();
  return counts;
}

}  // namespace badgewatch::store
