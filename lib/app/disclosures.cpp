#include "app/disclosures.hpp"

#include "app/act_leaf.hpp"
#include "app/check_answer.hpp"
#include "app/retry.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

using domain::DisclosureAct;
using ports::DisclosureItemKind;

core::Error no_such_hit() {
  return {core::Errc::not_found, "That check of yours gave no hit on that entry."};
}

DisclosureItemKind kind_of(DisclosureAct act) {
  switch (act) {
    case DisclosureAct::message:
      return DisclosureItemKind::message;
    case DisclosureAct::attachment:
      return DisclosureItemKind::attachment;
    case DisclosureAct::answer:
      return DisclosureItemKind::answer;
    case DisclosureAct::had_regard:
      return DisclosureItemKind::had_regard;
    case DisclosureAct::withdraw:
      return DisclosureItemKind::withdrawal;
  }
  return DisclosureItemKind::message;
}

// The log says what was done in which request; what was said is sealed in it.
std::string detail_of(const ports::DisclosureRequest& request, const ports::DisclosureItem& item) {
  core::JsonWriter out;
  out.begin_object().member("item", item.id.text()).member("kind", ports::name_of(item.kind));
  out.member("entry", request.entry.text());
  return std::move(out.member("state", domain::name_of(request.state)).end_object()).take();
}

domain::About about(const ports::DisclosureRequest& request) {
  return {"disclosure_request", request.id};
}

// Who answers has done what it owed; who withdraws frees the other of it.
core::Result<void> close_duty(ports::UnitOfWork& work, const ports::DisclosureRequest& request,
                              const ports::DisclosureItem& said) {
  if (said.kind != DisclosureItemKind::answer && said.kind != DisclosureItemKind::withdrawal)
    return {};
  const auto closed = work.duties().close({.authority = request.asked_of,
                                           .kind = domain::DutyKind::answer_disclosure,
                                           .about = about(request)},
                                          core::uk_date(said.said_at));
  if (!closed) return closed.error();
  return {};
}

bool has_item(const ports::DisclosureRequest& request, const core::Uuid& id) {
  return std::any_of(request.items.begin(), request.items.end(),
                     [&](const ports::DisclosureItem& one) { return one.id == id; });
}

// Errc::conflict once all has been said that may be in one request. Its end is never refused.
core::Result<void> check_room(const ports::DisclosureRequest& request, DisclosureAct act) {
  if (act != DisclosureAct::message && act != DisclosureAct::attachment) return {};
  const auto files = static_cast<std::size_t>(
      std::count_if(request.items.begin(), request.items.end(),
                    [](const auto& one) { return one.kind == DisclosureItemKind::attachment; }));
  if (act == DisclosureAct::attachment && files >= Disclosures::most_attachments)
    return core::Error(core::Errc::conflict, "This request has as many files as one may have.");
  if (request.items.size() >= Disclosures::most_items)
    return core::Error(core::Errc::conflict, "This request has as many messages as one may have.");
  return {};
}

// The request as it stands once `item` is said in it.
core::Result<void> apply(ports::DisclosureRequest& request, const ports::Caller& caller,
                         DisclosureAct act, const ports::DisclosureItem& item) {
  const auto side = request.side_of(caller.authority);
  if (!side) return ports::no_such_request();
  const auto next = domain::after(request.state, act, *side);
  if (!next) return domain::not_possible(request.state, act, *side);
  if (auto room = check_room(request, act); !room) return room;
  if (act == DisclosureAct::answer) request.answered_at = item.said_at;
  if (act == DisclosureAct::had_regard || act == DisclosureAct::withdraw)
    request.ended_at = item.said_at;
  request.state = *next;
  request.items.push_back(item);
  return {};
}

}  // namespace

Disclosures::Disclosures(ports::Disclosures& kept, ports::CheckLog& checks, ports::Register& reg,
                         const ReferenceData& reference, const core::Clock& clock,
                         core::Randomness& randomness, core::Metrics& metrics)
    : kept_(kept),
      checks_(checks),
      register_(reg),
      reference_(reference),
      clock_(clock),
      randomness_(randomness),
      metrics_(metrics) {}

proof::Leaf Disclosures::leaf(const ports::Caller& caller, std::string kind,
                              const core::Uuid& subject, std::string detail) const {
  return act_leaf(caller, std::move(kind), subject, std::move(detail), clock_, randomness_);
}

ports::DisclosureItem Disclosures::item(const ports::Caller& caller, DisclosureItemKind kind,
                                        std::string text) const {
  ports::DisclosureItem made;
  made.id = core::new_uuid(clock_, randomness_);
  made.kind = kind;
  made.said_by = caller.authority;
  made.actor = caller.actor;
  made.said_at = clock_.now();
  made.name = caller.label.empty() ? caller.actor : caller.label;
  made.text = std::move(text);
  return made;
}

core::Result<Disclosures::Asked> Disclosures::asked(const ports::Caller& caller,
                                                    const DisclosureQuestion& question) const {
  const auto check = checks_.find(caller, question.check);
  if (!check) return check.error().code() == core::Errc::not_found ? no_such_hit() : check.error();
  const auto hits = hits_in(check->answer);
  if (!hits) return hits.error();
  const auto hit = std::find_if(hits->begin(), hits->end(),
                                [&](const StoredHit& one) { return one.entry == question.entry; });
  if (hit == hits->end()) return no_such_hit();
  const auto reference = reference_.get();
  if (domain::stands_for(reference->authorities, caller.authority, hit->recording_authority,
                         core::uk_date(clock_.now()), question.entry))
    return core::Error(core::Errc::conflict,
                       "This entry is your own authority's: ask within your own house.");
  if (hit->recording_authority == caller.authority)
    return core::Error(core::Errc::conflict,
                       "Your authority was divided, and this entry went to another of its "
                       "successors: ask as the one that acts for you now.");
  ports::DisclosureRequest request;
  request.id = core::new_uuid(clock_, randomness_);
  request.asked_by = caller.authority;
  request.asked_of = hit->recording_authority;
  request.entry = question.entry;
  request.check = question.check;
  request.items.push_back(item(caller, DisclosureItemKind::question, question.question));
  request.received_at = request.items.front().said_at;
  auto answer = domain::open_duty({.authority = request.asked_of,
                                   .kind = domain::DutyKind::answer_disclosure,
                                   .about = about(request),
                                   .from = core::uk_date(request.received_at)},
                                  reference->calendar, reference->periods);
  if (!answer) return answer.error();
  request.answer_by = answer->due_on;
  return Asked{std::move(request), std::move(*answer)};
}

core::Result<Answered> Disclosures::ask(const ports::Caller& caller,
                                        const DisclosureQuestion& question,
                                        const Once<ports::DisclosureRequest>& once) {
  const auto asking = asked(caller, question);
  if (!asking) return asking.error();
  const auto& request = asking->request;
  const auto its =
      leaf(caller, "disclosure_asked", request.id, detail_of(request, request.items.front()));
  auto answered = try_again([&] {
    return write_once(register_, caller, once, request.received_at,
                      [&](ports::UnitOfWork& work) -> core::Result<ports::DisclosureRequest> {
                        if (auto opened = work.disclosures().open(request); !opened)
                          return opened.error();
                        if (auto owed = work.duties().open(asking->answer); !owed)
                          return owed.error();
                        if (auto logged = work.log(std::span(&its, 1)); !logged)
                          return logged.error();
                        return request;
                      });
  });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_disclosure_steps_total", {{"act", "ask"}});
  return answered;
}

core::Result<Answered> Disclosures::step(const ports::Caller& caller, const DisclosureStep& step,
                                         const Once<ports::DisclosureRequest>& once) {
  auto said = item(caller, kind_of(step.act), step.text);
  if (step.act == DisclosureAct::attachment) {
    said.media_type = domain::media_type_of(step.kind);
    said.bytes = static_cast<std::int64_t>(step.file.size());
  }
  std::optional<proof::Leaf> its;
  auto answered = try_again([&] {
    return write_once(register_, caller, once, said.said_at,
                      [&](ports::UnitOfWork& work) -> core::Result<ports::DisclosureRequest> {
                        auto request = work.disclosures().to_change(step.request);
                        // An attempt whose answer was lost had been committed.
                        if (!request || has_item(*request, said.id)) return request;
                        if (auto may = apply(*request, caller, step.act, said); !may)
                          return may.error();
                        if (auto added = work.disclosures().add(*request, said, step.file); !added)
                          return added.error();
                        if (auto done = close_duty(work, *request, said); !done)
                          return done.error();
                        if (!its)
                          its = leaf(caller, "disclosure_" + std::string(ports::name_of(said.kind)),
                                     request->id, detail_of(*request, said));
                        if (auto logged = work.log(std::span(&*its, 1)); !logged)
                          return logged.error();
                        return request;
                      });
  });
  if (answered && !answered->replayed)
    metrics_.count("badgewatch_disclosure_steps_total", {{"act", domain::name_of(step.act)}});
  return answered;
}

core::Result<void> Disclosures::log_reading(const ports::Caller& caller, std::string kind,
                                            const core::Uuid& subject, std::string detail) {
  return checks_.note({leaf(caller, std::move(kind), subject, std::move(detail))});
}

core::Result<ports::DisclosureRequest> Disclosures::read(const ports::Caller& caller,
                                                         const core::Uuid& id) {
  auto request = kept_.find(caller, id);
  if (!request) return request;
  if (auto logged = log_reading(caller, "disclosure_read", id, "{}"); !logged)
    return logged.error();
  return request;
}

core::Result<ports::Disclosures::File> Disclosures::read_file(const ports::Caller& caller,
                                                              const core::Uuid& request,
                                                              const core::Uuid& attachment) {
  auto file = kept_.file(caller, request, attachment);
  if (!file) return file;
  core::JsonWriter detail;
  detail.begin_object().member("item", attachment.text()).end_object();
  if (auto logged = log_reading(caller, "disclosure_file_read", request, detail.text()); !logged)
    return logged.error();
  return file;
}

core::Result<std::vector<ports::DisclosureRequest>> Disclosures::list(
    const ports::Caller& caller, ports::DisclosureList which,
    std::optional<domain::DisclosureState> state, std::int64_t after, std::size_t limit) {
  auto requests = kept_.list(caller, which, state, after, limit);
  if (!requests) return requests;
  core::JsonWriter detail;
  detail.begin_object().member("after", after);
  detail.member("count", requests->size()).end_object();
  if (auto logged = log_reading(caller, "disclosures_listed", {}, detail.text()); !logged)
    return logged.error();
  return requests;
}

}  // namespace badgewatch::app
