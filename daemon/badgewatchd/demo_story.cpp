#include "badgewatchd/demo_story.hpp"

#include "badgewatchd/signals.hpp"
#include "client/http_client.hpp"
#include "client/patience.hpp"
#include "client/render_check.hpp"
#include "client/text_table.hpp"
#include "core/date.hpp"
#include "core/json.hpp"
#include "core/json_writer.hpp"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

namespace badgewatch::daemon {

namespace {

// Decided on a fixed day of the register's first month, so that a second start posts the same
// again.
std::string decision(core::Date day) {
  core::JsonWriter out;
  out.begin_object().member("kind", "revocation").member("decided_on", day.iso());
  out.member("effective_on", day.iso()).member("notified_on", day.iso());
  out.member("relies_on_relevant_information", true);
  out.member("your_reference", "DEMO-STORY-" + day.iso());
  out.key("subject").raw(R"({"names":[{"full":"Mohammed Abdul Chowdhury"}],
    "date_of_birth":"1984-03-07","national_insurance_number":"QQ998877C",
    "addresses":[{"lines":["14 Roundhay Road"],"postcode":"LS8 5AN"}]})");
  return std::move(out.end_object()).take();
}

constexpr std::string_view question = R"({"case_reference":"MAN/2026/0417",
  "purpose":"new_application","subject":{"names":[{"given":"Md Abdul","family":"Choudhury"}],
  "date_of_birth":"1984-07-03","national_insurance_number":"QQ998877C",
  "addresses":[{"lines":["3 Wilmslow Road"],"postcode":"M14 5TQ"}]}})";

// Whether the answer has a hit on that entry.
bool hits(const core::Json& check, const std::string& entry) {
  const auto* list = check.find("hits");
  if (list == nullptr || list->array() == nullptr) return false;
  for (const auto& hit : *list->array()) {
    const auto* found = hit.find("entry");
    const auto* id = found == nullptr ? nullptr : found->find("id");
    if (id != nullptr && id->string() != nullptr && *id->string() == entry) return true;
  }
  return false;
}

// Right after a nation was loaded the index may still be catching up.
constexpr std::chrono::seconds longest_wait{60};

bool wait_unless_stopped(std::chrono::seconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stop_is_wanted() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return !stop_is_wanted();
}

core::Result<core::Json> post(const std::string& base_url, const DemoKey& key,
                              std::string_view path, std::string_view body) {
  client::HttpClient http({base_url, key.secret});
  const auto reply = client::ask_patiently([&] { return http.post(path, body); }, longest_wait,
                                           wait_unless_stopped);
  if (!reply) return reply.error();
  if (reply->status != 200 && reply->status != 201) return client::error_of(*reply);
  return core::parse_json(reply->body);
}

}  // namespace

core::Result<bool> tell_first_check(const std::string& base_url, const DemoKeys& keys,
                                    const Environment& environment) {
  const auto day = core::uk_date(environment.clock.now()).plus_days(-1);
  const auto entered = post(base_url, keys.of("LDS"), "/v1/decisions", decision(day));
  if (!entered) return entered.error();
  const auto* id = entered->find("id");
  if (id == nullptr || id->string() == nullptr)
    return core::Error(core::Errc::internal, "The register's answer to a decision has no id.");
  const auto check = post(base_url, keys.of("MAN"), "/v1/checks", question);
  if (!check) return check.error();
  std::cout << '\n'
            << client::paragraph("", keys.of("LDS").name +
                                         " revokes the licence of Mohammed Abdul Chowdhury, born 7 "
                                         "March 1984, National Insurance number QQ998877C.")
            << client::paragraph("", keys.of("MAN").name +
                                         " checks an applicant: Md Abdul Choudhury, born 3 July "
                                         "1984, with the same number.")
            << '\n';
  std::cout << client::render_check(*check) << std::flush;
  const bool found = hits(*check, *id->string());
  if (!found)
    std::cerr << client::paragraph("",
                                   "The demo's first check did not find what it must: of what "
                                   "it found nothing is the entry " +
                                       *id->string() + " of " + keys.of("LDS").name + ".");
  return found;
}

void say_what_to_try(const std::string& base_url, const DemoKeys& keys) {
  const auto programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  const auto state = std::filesystem::path(keys.path()).parent_path();
  std::cout << "\nThe register serves on " << base_url << "  (Ctrl-C stops it)\n\n"
            << "Try it in another terminal, as Transport for London:\n"
            << "  export PATH=" << programs.string() << ":$PATH\n"
            << "  export BADGEWATCH_URL=" << base_url << '\n'
            << "  export BADGEWATCH_KEY_FILE=" << keys.directory() << "/TFL\n"
            << "  badgewatch check --case-reference TRY/1 --purpose renewal \\\n"
            << "    --name \"Mohamed Chowdhury\" --born 07/03/1984\n"
            << "  badgewatch alerts\n"
            << "  curl -s $BADGEWATCH_URL/openapi.json\n\n"
            << "In a browser, with a tour:      " << base_url << "/help/tour\n"
            << "Keys and officers of all:       " << keys.path() << '\n';
  if (const auto truth = state / "truth.json"; std::filesystem::exists(truth))
    std::cout << "Who the planted decisions are:  " << truth.string() << '\n';
  std::cout << "Health and figures:             " << base_url << "/readyz and /metrics\n"
            << std::flush;
}

}  // namespace badgewatch::daemon
