#include "app/mail_letter.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

std::string in_words(std::string kind) {
  std::replace(kind.begin(), kind.end(), '_', ' ');
  return kind;
}

std::string counted(std::int64_t alerts) {
  return std::to_string(alerts) + (alerts == 1 ? " new alert" : " new alerts");
}

std::string due(const std::optional<core::Date>& day) {
  return day ? ", due " + day->iso() : "";
}

}  // namespace

LetterText letter_of_alerts(const std::string& authority, const ports::LetterContent& content,
                            const std::string& register_url) {
  std::int64_t all = 0;
  for (const auto& one : content.kinds)
    all += one.alerts;
  std::string text = counted(all) + " for " + authority + ":\n\n";
  for (const auto& one : content.kinds)
    text += "  " + std::to_string(one.alerts) + "  " + in_words(one.kind) + due(one.due_on) + "\n";
  text += "\n";
  for (const auto& one : content.alerts)
    text += "Event " + std::to_string(one.seq) + ": " + in_words(one.kind) + due(one.due_on) +
            "\n" + register_url + "/alerts/" + one.id.text() + "\n\n";
  const auto left = all - static_cast<std::int64_t>(content.alerts.size());
  if (left > 0) text += "And " + std::to_string(left) + " more: " + register_url + "/alerts\n\n";
  text +=
      "This message says nothing about any person: sign in to read the alerts and to acknowledge "
      "them.\nYour authority's data administrator can stop these messages.\n";
  return {.subject = "Badgewatch: " + counted(all) + " for " + authority,
          .text = core::Secret(std::move(text))};
}

LetterText letter_with_code(const std::string& authority, const ports::MailCode& code,
                            const std::string& register_url) {
  return {.subject = "Badgewatch: confirm this mail address for " + authority,
          .text = core::Secret(
              "A data administrator of " + authority +
              " wants the register's alerts to be told to this mailbox:\n" + register_url +
              "\n\nThe code that confirms it is\n\n  " + code.digits.reveal() +
              "\n\nIt counts for 48 hours. If nobody of yours has asked for this, do nothing: "
              "without the code nothing more is sent.\n")};
}

LetterText letter_of_test(const std::string& authority, const std::string& register_url) {
  return {.subject = "Badgewatch: a test for " + authority,
          .text = core::Secret("A data administrator of " + authority +
                               " wanted to see whether the register's letters come to this "
                               "mailbox. There is nothing to do.\n" +
                               register_url + "\n")};
}

}  // namespace badgewatch::app
