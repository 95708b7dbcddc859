#include "app/subject_access.hpp"

#include "app/retry.hpp"
#include "app/stored_check.hpp"
#include "core/json_reader.hpp"
#include "core/json_writer.hpp"
#include "domain/succession.hpp"
#include "ports/case_outcomes.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

constexpr std::size_t records_at_once = 500;

core::Error not_ready() {
  return {core::Errc::unavailable, "The register is still reading its records. Ask again."};
}

domain::About about(const core::Uuid& check) {
  return {"check", check};
}

std::string place(std::string_view list, std::size_t at) {
  return "/" + std::string(list) + "/" + std::to_string(at);
}

proof::Leaf leaf_of(const core::Clock& clock, core::Randomness& randomness,
                    const ports::Caller& caller, std::string kind, const core::Uuid& check,
                    std::string detail) {
  return proof::make_leaf({.at = clock.now(),
                           .kind = std::move(kind),
                           .authority = caller.authority,
                           .actor = caller.actor,
                           .subject = check,
                           .detail = std::move(detail)},
                          clock, randomness);
}

// The caller, and as one of each former authority for which theirs acts: what these hold is theirs.
std::vector<ports::Caller> holders(const SubjectAccess::Parts& its, const ports::Caller& caller) {
  std::vector<ports::Caller> all{caller};
  const auto reference = its.reference.get();
  for (auto& former : domain::formers_of(reference->authorities, caller.authority,
                                         core::uk_date(its.clock.now()))) {
    all.push_back(caller);
    all.back().authority = std::move(former);
    all.back().acting = caller.authority;
  }
  return all;
}

// Every one is compared: the index leaves out those that nobody holds any more.
core::Result<void> find_licences(const SubjectAccess::Parts& its, const ports::Caller& holder,
                                 const match::Profile& subject, const Rules& rules,
                                 std::vector<FoundLicence>& found) {
  core::Uuid after;
  for (;;) {
    const auto page = its.records.every_licence(holder, after, records_at_once);
    if (!page) return page.error();
    if (page->empty()) return {};
    for (const auto& one : *page) {
      after = one.id;
      const auto& licence = one.now.licence;
      const auto compared = match::compare(subject, rules.profile_of(licence.holder));
      if (compared.band != match::Band::none)
        found.push_back(
            {licence.licence_number, licence.status, std::string(match::name_of(compared.band))});
    }
  }
}

core::Result<void> find_searches(const SubjectAccess::Parts& its, const ports::Caller& holder,
                                 const match::Profile& subject, const Rules& rules,
                                 const core::Uuid& but, std::vector<FoundSearch>& found) {
  core::Uuid after;
  for (;;) {
    const auto page = its.records.searches(holder, after, records_at_once);
    if (!page) return page.error();
    if (page->empty()) return {};
    for (const auto& one : *page) {
      after = one.id;
      if (one.id == but) continue;
      const auto request = read_stored_request(one.request);
      if (!request) return request.error();
      const auto compared = match::compare(subject, rules.profile_of(request->subject));
      if (compared.band == match::Band::none) continue;
      found.push_back({one.id, request->case_reference, request->purpose,
                       std::string(match::name_of(compared.band))});
    }
  }
}

core::Result<ports::CheckRecord> find_check(const SubjectAccess::Parts& its,
                                            const ports::Caller& caller, const core::Uuid& id) {
  core::Result<ports::CheckRecord> found = ports::no_such_check();
  for (const auto& holder : holders(its, caller)) {
    found = its.check_log.find(holder, id);
    if (found || found.error().code() != core::Errc::not_found) return found;
  }
  return found;
}

}  // namespace

core::Result<std::vector<FoundLicence>> SubjectAccess::licences_of(const ports::Caller& caller,
                                                                   const match::Profile& subject,
                                                                   const Rules& rules) const {
  std::vector<FoundLicence> found;
  for (const auto& holder : holders(its_, caller))
    if (auto done = find_licences(its_, holder, subject, rules, found); !done) return done.error();
  return found;
}

core::Result<std::vector<FoundSearch>> SubjectAccess::searches_of(const ports::Caller& caller,
                                                                  const match::Profile& subject,
                                                                  const Rules& rules,
                                                                  const core::Uuid& but) const {
  std::vector<FoundSearch> found;
  for (const auto& holder : holders(its_, caller))
    if (auto done = find_searches(its_, holder, subject, rules, but, found); !done)
      return done.error();
  return found;
}

core::Result<SubjectFound> SubjectAccess::find(const ports::Caller& caller,
                                               const SubjectRequest& request) {
  const auto today = core::uk_date(its_.clock.now());
  if (today < request.received_on)
    return core::Error(core::Errc::invalid, "Some fields are wrong.",
                       {{"/received_on", "is in the future"}});
  const auto rules = its_.index.rules();
  if (!rules) return not_ready();
  auto answer = its_.checks.ask(caller, {.case_reference = request.case_reference,
                                         .purpose = domain::Purpose::subject_request,
                                         .subject = request.subject,
                                         .warnings = {}});
  if (!answer) return answer.error();
  const auto subject = rules->profile_of(request.subject);
  auto licences = licences_of(caller, subject, *rules);
  if (!licences) return licences.error();
  auto searches = searches_of(caller, subject, *rules, answer->id);
  if (!searches) return searches.error();
  const auto reference = its_.reference.get();
  const auto duty = domain::open_duty({.authority = caller.authority,
                                       .kind = domain::DutyKind::subject_request,
                                       .about = about(answer->id),
                                       .from = request.received_on},
                                      reference->calendar, reference->periods);
  if (!duty) return duty.error();
  core::JsonWriter detail;
  detail.begin_object().member("hits", answer->hits.size());
  detail.member("licences", licences->size()).member("searches", searches->size()).end_object();
  const auto leaf = leaf_of(its_.clock, its_.randomness, caller, "subject_request_taken",
                            answer->id, std::move(detail).take());
  const auto noted = try_again([&]() -> core::Result<void> {
    auto work = its_.reg.begin(caller);
    if (!work) return work.error();
    if (auto opened = (*work)->duties().open(*duty); !opened) return opened;
    if (auto logged = (*work)->log(std::span(&leaf, 1)); !logged) return logged;
    if (auto head = (*work)->commit(); !head) return head.error();
    return {};
  });
  if (!noted) return noted.error();
  return SubjectFound{std::move(*answer), std::move(*licences), std::move(*searches), duty->due_on};
}

core::Result<void> SubjectAccess::add_entries(const ports::Caller& caller,
                                              const Confirmed& confirmed,
                                              const std::vector<StoredHit>& hits,
                                              SubjectBundle& bundle,
                                              core::Problems& problems) const {
  const auto all = holders(its_, caller);
  const auto holder_of = [&](const StoredHit& one) {
    return std::find_if(all.begin(), all.end(), [&](const ports::Caller& holder) {
      return holder.authority == one.recording_authority;
    });
  };
  for (std::size_t i = 0; i < confirmed.entries.size(); ++i) {
    const auto& id = confirmed.entries[i];
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const StoredHit& one) {
      return one.entry == id && holder_of(one) != all.end();
    });
    if (hit == hits.end()) {
      problems.push_back(
          {place("entries", i), "is no entry of yours that the check gave a hit on"});
      continue;
    }
    const auto& holder = *holder_of(*hit);
    auto record = its_.reg.find_decision(holder, id);
    if (!record && record.error().code() == core::Errc::not_found) {
      problems.push_back({place("entries", i), "is not on the register any more"});
      continue;
    }
    if (!record) return record.error();
    auto seen = its_.sights.seen_by(holder, id);
    if (!seen) return seen.error();
    bundle.entries.push_back({std::move(*record), std::move(*seen)});
  }
  for (const auto& hit : hits)
    if (holder_of(hit) == all.end()) bundle.others.push_back(hit.recording_authority);
  std::sort(bundle.others.begin(), bundle.others.end());
  bundle.others.erase(std::unique(bundle.others.begin(), bundle.others.end()), bundle.others.end());
  return {};
}

core::Result<void> SubjectAccess::add_licences(const ports::Caller& caller,
                                               const Confirmed& confirmed,
                                               const match::Profile& subject, const Rules& rules,
                                               SubjectBundle& bundle,
                                               core::Problems& problems) const {
  std::vector<bool> is_found(confirmed.licences.size(), false);
  for (const auto& holder : holders(its_, caller)) {
    std::vector<core::Uuid> ids;
    for (std::size_t i = 0; i < confirmed.licences.size(); ++i) {
      const auto found = its_.reg.find_licence(holder, confirmed.licences[i]);
      if (!found && found.error().code() != core::Errc::not_found) return found.error();
      if (!found || match::compare(subject, rules.profile_of(found->licence.holder)).band ==
                        match::Band::none)
        continue;
      is_found[i] = true;
      ids.push_back(found->id);
    }
    if (ids.empty()) continue;
    auto held = its_.records.licences(holder, ids);
    if (!held) return held.error();
    std::move(held->begin(), held->end(), std::back_inserter(bundle.licences));
  }
  for (std::size_t i = 0; i < is_found.size(); ++i)
    if (!is_found[i])
      problems.push_back({place("licences", i), "is no licence of yours that may be theirs"});
  return {};
}

core::Result<void> SubjectAccess::add_searches(const ports::Caller& caller,
                                               const Confirmed& confirmed,
                                               const match::Profile& subject, const Rules& rules,
                                               SubjectBundle& bundle,
                                               core::Problems& problems) const {
  for (std::size_t i = 0; i < confirmed.searches.size(); ++i) {
    const auto found = find_check(its_, caller, confirmed.searches[i]);
    if (!found && found.error().code() != core::Errc::not_found) return found.error();
    const auto request = found ? read_stored_request(found->request)
                               : core::Result<domain::CheckRequest>(found.error());
    if (!request ||
        match::compare(subject, rules.profile_of(request->subject)).band == match::Band::none) {
      problems.push_back({place("searches", i), "is no search of yours that may be for them"});
      continue;
    }
    bundle.searches.push_back({found->id, found->checked_at, found->actor, request->case_reference,
                               request->purpose, found->outcome});
  }
  return {};
}

core::Result<void> SubjectAccess::note(const ports::Caller& caller,
                                       const SubjectBundle& bundle) const {
  core::JsonWriter detail;
  detail.begin_object().key("entries").begin_array();
  for (const auto& one : bundle.entries)
    detail.value(one.record.id.text());
  detail.end_array().key("licences").begin_array();
  for (const auto& one : bundle.licences)
    detail.value(one.id.text());
  detail.end_array().member("searches", bundle.searches.size()).end_object();
  const auto leaf = leaf_of(its_.clock, its_.randomness, caller, "subject_access_exported",
                            bundle.check, std::move(detail).take());
  return try_again([&]() -> core::Result<void> {
    auto work = its_.reg.begin(caller);
    if (!work) return work.error();
    const auto closed = (*work)->duties().close({.authority = caller.authority,
                                                 .kind = domain::DutyKind::subject_request,
                                                 .about = about(bundle.check)},
                                                core::uk_date(bundle.made_at));
    if (!closed) return closed.error();
    if (auto logged = (*work)->log(std::span(&leaf, 1)); !logged) return logged;
    if (auto head = (*work)->commit(); !head) return head.error();
    return {};
  });
}

core::Result<SubjectBundle> SubjectAccess::bundle(const ports::Caller& caller,
                                                  const Confirmed& confirmed) {
  const auto check = its_.check_log.find(caller, confirmed.check);
  if (!check) return check.error();
  if (check->purpose != domain::Purpose::subject_request)
    return core::Error(core::Errc::conflict, "This check was made for no subject request.");
  const auto request = read_stored_request(check->request);
  if (!request) return request.error();
  const auto hits = hits_in(check->answer);
  if (!hits) return hits.error();
  const auto rules = its_.index.rules();
  if (!rules) return not_ready();
  const auto subject = rules->profile_of(request->subject);
  SubjectBundle made;
  made.check = confirmed.check;
  made.authority = caller.authority;
  made.made_at = its_.clock.now();
  made.subject = request->subject;
  core::Problems problems;
  if (auto done = add_entries(caller, confirmed, *hits, made, problems); !done) return done.error();
  if (auto done = add_licences(caller, confirmed, subject, *rules, made, problems); !done)
    return done.error();
  if (auto done = add_searches(caller, confirmed, subject, *rules, made, problems); !done)
    return done.error();
  if (!problems.empty()) return core::invalid_fields(std::move(problems));
  if (auto noted = note(caller, made); !noted) return noted.error();
  return made;
}

}  // namespace badgewatch::app
