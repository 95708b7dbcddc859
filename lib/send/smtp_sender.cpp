#include "send/smtp_sender.hpp"

#include "send/curl_parts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <curl/curl.h>

namespace badgewatch::send {

namespace {

using Curl = std::unique_ptr<CURL, Freed<curl_easy_cleanup>>;
using Mime = std::unique_ptr<curl_mime, Freed<curl_mime_free>>;

// A line break in a header would be a header more, and in an address a command.
bool is_one_line(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7f'; });
}

bool is_mailbox(const std::string& text) {
  return is_one_line(text) && text.find_first_of(" <>\"\\,;:()[]") == std::string::npos &&
         std::count(text.begin(), text.end(), '@') == 1;
}

std::string domain_of(const std::string& mailbox) {
  return mailbox.substr(mailbox.find('@') + 1);
}

// How far the exchange came: what was said last to the relay.
enum class Said { nothing, mail, recipient, data };

int on_debug(CURL* /*curl*/, curl_infotype type, char* text, std::size_t size, void* data) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  auto& said = *static_cast<Said*>(data);
  const std::string_view command(text, size);
  if (command.starts_with("MAIL ")) said = Said::mail;
  if (command.starts_with("RCPT ")) said = Said::recipient;
  if (command.starts_with("DATA")) said = Said::data;
  return 0;
}

std::size_t ignore(char* /*text*/, std::size_t size, std::size_t count, void* /*data*/) {
  return size * count;
}

std::string without_answer(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "The name of the relay is not known.";
    case CURLE_COULDNT_CONNECT:
      return "No relay answers there.";
    case CURLE_OPERATION_TIMEDOUT:
      return "The relay did not answer in time.";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "The relay's certificate is not trusted here, or is another host's.";
    case CURLE_SSL_CACERT_BADFILE:
      return "The file of trusted authorities cannot be used.";
    case CURLE_USE_SSL_FAILED:
      return "The relay does not offer TLS.";
    case CURLE_LOGIN_DENIED:
      return "The relay does not take the register's credentials.";
    default:
      return std::string("The exchange with the relay broke off: ") + curl_easy_strerror(code) +
             ".";
  }
}

// A refusal for good counts against the mailbox only where it is the mailbox or the letter that was
// refused: what the relay has against the register is no fault of theirs.
ports::RelayAnswer answer_of(CURLcode code, Said said, long status) {
  ports::RelayAnswer answer;
  if (status > 0) answer.status = static_cast<int>(status);
  if (code == CURLE_OK) {
    answer.answer = domain::MailAnswer::taken;
    answer.result = "Delivered to the relay.";
    return answer;
  }
  const bool was_answered =
      code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_RECV_ERROR;
  const bool is_about_letter = said == Said::recipient || said == Said::data;
  if (was_answered && is_about_letter && status >= 500 && status < 600) {
    answer.answer = domain::MailAnswer::refused;
    answer.result = said == Said::recipient ? "The relay refuses this mailbox for good."
                                            : "The relay refuses this letter for good.";
  } else if (was_answered && status >= 400 && status < 600) {
    answer.result = is_about_letter ? "The relay does not take it now."
                                    : "The relay does not serve this register.";
  } else {
    if (status < 400) answer.status.reset();
    answer.result = without_answer(code);
  }
  return answer;
}

std::string with_line_ends(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace

struct SmtpSender::Connection {
  Curl curl;
};

SmtpSender::~SmtpSender() = default;

SmtpSender::SmtpSender(SmtpOptions options) : options_(std::move(options)) {
  start_curl();
  connection_ = std::make_unique<Connection>(Connection{Curl(curl_easy_init())});
  if (!connection_->curl) throw std::bad_alloc();
}

ports::RelayAnswer SmtpSender::send(const ports::Letter& letter, std::chrono::milliseconds time) {
  const auto& to = letter.to.reveal();
  if (!is_mailbox(to) || !is_one_line(letter.subject) || !is_one_line(letter.id))
    return {domain::MailAnswer::refused, {}, "The letter is not of its form."};
  CURL* const curl = connection_->curl.get();
  curl_easy_reset(curl);  // connections stay

  core::Secret password;
  if (!options_.username.empty()) {
    auto read = options_.password();
    if (!read) return {domain::MailAnswer::later, {}, "The relay's password cannot be read."};
    password = std::move(*read);
    curl_easy_setopt(curl, CURLOPT_USERNAME, options_.username.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password.reveal().c_str());
  }
  const auto& sender = options_.sender;
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS,
                   static_cast<long>(CURLPROTO_SMTP) | static_cast<long>(CURLPROTO_SMTPS));
  curl_easy_setopt(curl, CURLOPT_URL, (options_.url + "/" + domain_of(sender)).c_str());
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  set_tls(curl, options_.ca_file);
  set_plain_surroundings(curl);
  const auto milliseconds = static_cast<long>(time.count());
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
  // For the farewell too, which no other limit holds.
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, std::max(1L, milliseconds / 1'000));

  Said said = Said::nothing;
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &said);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore);

  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + sender + ">").c_str());
  HeaderList recipients;
  recipients.add("<" + to + ">");
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.first);
  HeaderList headers;
  headers.add("Date: " + mail_date(letter.at));
  headers.add("From: Badgewatch <" + sender + ">");
  headers.add("To: <" + to + ">");
  headers.add("Message-ID: <" + letter.id + "@" + domain_of(sender) + ">");
  headers.add("Subject: " + letter.subject);
  headers.add("Auto-Submitted: auto-generated");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.first);
  const Mime mime(curl_mime_init(curl));
  if (!mime) throw std::bad_alloc();
  curl_mimepart* const part = curl_mime_addpart(mime.get());
  const core::Secret text(with_line_ends(letter.text.reveal()));
  curl_mime_data(part, text.reveal().data(), text.reveal().size());
  curl_mime_type(part, "text/plain; charset=utf-8");
  curl_mime_encoder(part, "quoted-printable");
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime.get());

  const auto code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_setopt(curl, CURLOPT_MIMEPOST, nullptr);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, nullptr);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
  return answer_of(code, said, status);
}

std::string mail_date(core::Instant at) {
  using namespace std::chrono;
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::array weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const sys_time<microseconds> time{microseconds(at.micros)};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
      weekdays.at(weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
      months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace badgewatch::send
