// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/stranger.h"

#include "base/gzip.h"
#include "net/envelope.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringDecoder>
#include <QXmlStreamReader>

namespace stranger {

namespace {

using Kind = Error::Kind;
using Obstacle = Error::Obstacle;

constexpr qsizetype longestPage = 64 * 1024; // of which is read what it says
constexpr qsizetype longestWords = 160;
constexpr qsizetype shortPage = 4096; // one that only leads elsewhere is shorter

QRegularExpression pattern(const char *words)
{
    return QRegularExpression(QString::fromUtf8(words), QRegularExpression::CaseInsensitiveOption |
                                                            QRegularExpression::DotMatchesEverythingOption);
}

bool has(const QString &text, const QRegularExpression &words)
{
    return words.match(text).hasMatch();
}

//! What an answer says of itself, and in which form.
struct Page
{
    enum class Form { Empty, Packed, Words, Json, Xml, Html };
    Form form = Form::Empty;
    QString text = {};
    QString code = {};  //!< of a storage
    QString words = {}; //!< for people; empty where there are none
};

Page::Form formOf(const QString &text, const QByteArray &mimeType)
{
    static const QRegularExpression html =
        pattern("^\\s*(<!--.*?-->\\s*)*<(!doctype html|html|head|body|title|script|meta|center|h1)\\b");
    const QString plain = text.trimmed();
    if (plain.isEmpty())
        return Page::Form::Empty;
    if (has(text, html))
        return Page::Form::Html;
    if (plain.startsWith(QLatin1Char('{')) || plain.startsWith(QLatin1Char('[')))
        return Page::Form::Json;
    if (plain.startsWith(QLatin1Char('<')) && !mimeType.contains("html"))
        return Page::Form::Xml;
    return mimeType.contains("html") ? Page::Form::Html : Page::Form::Words;
}

// The words that a browser would show.
QString withoutMarkup(QString html)
{
    static const QRegularExpression unseen = pattern("<(style|script)\\b.*?(</\\1\\s*>|$)|<!--.*?-->");
    static const QRegularExpression tags = pattern("<[^>]*>");
    static const std::pair<QLatin1String, QLatin1String> entities[] = {
        {QLatin1String("&nbsp;"), QLatin1String(" ")}, {QLatin1String("&lt;"), QLatin1String("<")},
        {QLatin1String("&gt;"), QLatin1String(">")},   {QLatin1String("&quot;"), QLatin1String("\"")},
        {QLatin1String("&#39;"), QLatin1String("'")},  {QLatin1String("&amp;"), QLatin1String("&")}};
    html.remove(unseen);
    html.replace(tags, QStringLiteral(" "));
    for (const auto &[entity, character] : entities)
        html.replace(entity, character);
    return html.simplified();
}

// The title of a page, else its first heading.
QString titleOf(const QString &html)
{
    static const QRegularExpression titles[] = {pattern("<title\\b[^>]*>(.*?)</title"),
                                                pattern("<h1\\b[^>]*>(.*?)</h1"),
                                                pattern("<h2\\b[^>]*>(.*?)</h2")};
    for (const QRegularExpression &title : titles) {
        QString words = withoutMarkup(title.match(html).captured(1));
        if (!words.isEmpty())
            return words;
    }
    return {};
}

// As storages tell an error: <Error><Code>AccessDenied</Code><Message>Request has expired</Message>...
void readXml(Page &page)
{
    QXmlStreamReader xml(page.text);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const bool isCode = xml.name().compare(QLatin1String("code"), Qt::CaseInsensitive) == 0;
        if (!isCode && xml.name().compare(QLatin1String("message"), Qt::CaseInsensitive) != 0)
            continue;
        QString &place = isCode ? page.code : page.words;
        const QString said = xml.readElementText(QXmlStreamReader::IncludeChildElements).simplified();
        if (place.isEmpty())
            place = said;
    }
}

QString firstText(const QJsonValue &value)
{
    if (value.isArray())
        return firstText(value.toArray().first());
    if (!value.isObject())
        return value.toString();
    for (const auto name : {QLatin1String("msg"), QLatin1String("message"), QLatin1String("error_message"),
                            QLatin1String("error_description"), QLatin1String("Message"),
                            QLatin1String("detail"), QLatin1String("error_code"), QLatin1String("error"),
                            QLatin1String("errors"), QLatin1String("title"), QLatin1String("reason")}) {
        QString text = firstText(value[name]);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString shortened(const QString &words)
{
    const QString plain = words.simplified();
    return plain.size() <= longestWords ? plain : plain.left(longestWords - 1) + QChar(0x2026);
}

Page pageOf(const HttpResponse &http)
{
    if (gzip::isPacked(http.body))
        return {.form = Page::Form::Packed};
    Page page{.text = text(http.body.left(longestPage), http.mimeType)};
    page.form = formOf(page.text, http.mimeType);
    switch (page.form) {
    case Page::Form::Empty:
    case Page::Form::Packed:
        break;
    case Page::Form::Words:
        if (!page.text.contains(QChar(0)) && !page.text.contains(QChar::ReplacementCharacter))
            page.words = page.text;
        break;
    case Page::Form::Json: {
        const QJsonDocument json = QJsonDocument::fromJson(page.text.toUtf8());
        page.words = firstText(json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object()));
        page.code = json[QLatin1String("Code")].toString();
        break;
    }
    case Page::Form::Xml:
        readXml(page);
        break;
    case Page::Form::Html:
        page.words = titleOf(page.text);
        break;
    }
    if (!page.code.isEmpty())
        page.words = page.words.isEmpty() ? page.code : QStringLiteral("%1 (%2)").arg(page.words, page.code);
    page.words = shortened(page.words);
    return page;
}

// Headers that only a proxy sets, and names of proxies.
bool isOfProxy(const QByteArray &headers)
{
    static const QRegularExpression signs =
        pattern("\n(x-squid-error|proxy-authenticate|proxy-connection|proxy-agent):|"
                "\nproxy-status:[^\n]*error|"
                "\nserver:[^\n]*(squid|privoxy|tinyproxy|blue ?coat|proxysg|mcafee|websense|forcepoint)");
    return has(QString::fromLatin1('\n' + headers), signs);
}

bool isSignIn(const Page &page)
{
    static const QRegularExpression field = pattern("type\\s*=\\s*[\"']?password");
    static const QRegularExpression elsewhere =
        pattern("http-equiv\\s*=\\s*[\"']?refresh[^>]*url|(window|self|top|document)\\.location|"
                "location\\.(href|replace|assign)");
    static const QRegularExpression words = pattern(
        "captive|portal|hot ?spot|wi-?fi|\\blog ?[io]n\\b|\\bsign ?[io]n\\b|登录|登陆|登入|认证|上网");
    if (page.form != Page::Form::Html)
        return false;
    return has(page.text, field) || has(page.words, words) ||
           (page.text.size() < shortPage && has(page.text, elsewhere));
}

bool isBlock(const HttpResponse &http, const Page &page)
{
    static const QRegularExpression words =
        pattern("firewall|\\bblock(ed|ing)?\\b|web ?filter|\\bwaf\\b|forti(guard|net|gate)|zscaler|sophos|"
                "barracuda|palo alto|check ?point|cisco umbrella|attention required|security policy|"
                "防火墙|拦截|阻断|屏蔽|禁止访问");
    static const QRegularExpression signs = pattern("\n(cf-mitigated|x-iinfo|x-sucuri-block):");
    if (http.status >= 400 && has(QString::fromLatin1('\n' + http.headers), signs))
        return true;
    if (page.form != Page::Form::Html && page.form != Page::Form::Words)
        return false;
    const bool isWhole = http.status >= 400 && page.form == Page::Form::Html; // else it may be about them
    return has(isWhole ? withoutMarkup(page.text) : page.words, words);
}

Obstacle obstacleOf(const HttpResponse &http, const Page &page)
{
    if (http.status == 407)
        return Obstacle::ProxyPassword;
    if (http.status == 511 || isSignIn(page)) // RFC 6585, 6
        return Obstacle::SignIn;
    if (isBlock(http, page) || http.status == 451)
        return Obstacle::Firewall;
    if (http.status >= 400 && http.status < 500 && isOfProxy(http.headers))
        return Obstacle::ProxyRefusal;
    return page.form == Page::Form::Html ? Obstacle::Page : Obstacle::Status;
}

// What there is to say where only the status tells what went wrong.
QString wordsOfStatus(int status)
{
    switch (status) {
    case 413:
        return QCoreApplication::translate(
            "Error",
            "what was sent is larger than the service, or a proxy on the way to it, takes (HTTP 413)");
    case 502:
    case 503:
    case 504:
        return QCoreApplication::translate(
                   "Error", "not the service itself answered, but a gateway on the way to it (HTTP %1)")
            .arg(status);
    default:
        return QCoreApplication::translate("Error", "HTTP %1").arg(status);
    }
}

// What there is in place of an envelope where the status tells of success.
QString wordsOfSuccess(const Page &page)
{
    QJsonParseError parse{};
    switch (page.form) {
    case Page::Form::Empty:
        return QCoreApplication::translate("Error", "the answer is empty");
    case Page::Form::Packed:
        return QCoreApplication::translate("Error", "the answer is packed with gzip, and does not say so");
    case Page::Form::Html:
        return QCoreApplication::translate("Error", "a web page came instead of an answer");
    case Page::Form::Json:
        QJsonDocument::fromJson(page.text.toUtf8(), &parse);
        if (parse.error == QJsonParseError::NoError)
            return QCoreApplication::translate("Error", "no code in the answer");
        break;
    case Page::Form::Words:
    case Page::Form::Xml:
        parse.error = QJsonParseError::IllegalValue;
        break;
    }
    return QCoreApplication::translate("Error", "not a JSON object: %1").arg(parse.errorString());
}

Kind kindOf(int status, const Page &page, Obstacle obstacle)
{
    if (obstacle != Obstacle::Page && obstacle != Obstacle::Status)
        return Kind::Stranger;
    switch (status) {
    case 408:
        return Kind::Timeout;
    case 413:
        return Kind::Refused;
    case 429:
    case 502:
    case 503:
    case 504:
        return Kind::Busy;
    case 400:
    case 409:
    case 422: // it has looked into what was sent, and says what it does not like
        return page.form == Page::Form::Json && !page.words.isEmpty() ? Kind::Refused : Kind::Stranger;
    default:
        return status < 300 && page.form != Page::Form::Html ? Kind::Malformed : Kind::Stranger;
    }
}

Error errorOf(const HttpResponse &http, const Page &page, Obstacle obstacle)
{
    Error error{.kind = kindOf(http.status, page, obstacle), .code = http.status, .logId = http.logId};
    const bool isQuoted =
        error.kind == Kind::Stranger || error.kind == Kind::Timeout || page.form == Page::Form::Json;
    if (isQuoted && !page.words.isEmpty())
        error.detail = page.words;
    else
        error.detail = http.status < 300 ? wordsOfSuccess(page) : wordsOfStatus(http.status);
    if (error.kind == Kind::Stranger)
        error.obstacle = obstacle;
    return error;
}

bool isExpired(const QUrl &url, const Page &page)
{
    static const QRegularExpression words = pattern("expire|过期|失效");
    if (has(page.words, words))
        return true;
    // A signed address may say itself until when it is good, in Unix seconds.
    static const QRegularExpression until =
        pattern("[?&](x-expires|expires|x-oss-expires|auth_expires)=(\\d{9,11})(&|$)");
    const auto match = until.match(QLatin1Char('?') + url.query(QUrl::FullyEncoded));
    return match.hasMatch() && match.captured(2).toLongLong() < QDateTime::currentSecsSinceEpoch();
}

} // namespace

QString text(const QByteArray &bytes, const QByteArray &mimeType)
{
    if (const auto mark = QStringConverter::encodingForData(bytes))
        return QStringDecoder(*mark).decode(bytes);
    QStringDecoder utf8(QStringConverter::Utf8, QStringConverter::Flag::Stateless);
    const QString plain = utf8(bytes);
    if (!utf8.hasError()) // whatever a header says
        return plain;
    static const QRegularExpression named =
        pattern("(charset|encoding)\\s*=\\s*[\"']?([a-z0-9][a-z0-9_.:-]*)");
    auto match = named.match(QString::fromLatin1(mimeType));
    if (!match.hasMatch() && bytes.trimmed().startsWith('<'))
        match = named.match(QString::fromLatin1(bytes.left(1024)));
    QStringDecoder decoder(match.captured(2).toLatin1().constData());
    return decoder.isValid() ? QString(decoder.decode(bytes)) : plain;
}

bool isText(const QByteArray &bytes, const QByteArray &mimeType)
{
    const QByteArray start = bytes.left(1024);
    const bool isNamed =
        mimeType.startsWith("text/") || mimeType.contains("json") || mimeType.contains("xml");
    const bool looksSo = start.trimmed().startsWith('<') || start.trimmed().startsWith('{');
    return (isNamed || looksSo) && !start.contains('\0') && !mimeType.startsWith("image/");
}

Error judge(const HttpResponse &http)
{
    const Page page = pageOf(http);
    return errorOf(http, page, obstacleOf(http, page));
}

Error judgeMedia(const HttpResponse &http)
{
    const Page page = pageOf(http);
    Obstacle obstacle = obstacleOf(http, page);
    if (obstacle == Obstacle::Page || obstacle == Obstacle::Status) {
        if (http.status < 300)
            obstacle = Obstacle::NoSound;
        else if (http.status < 500 && http.status != 408 && http.status != 429)
            obstacle = isExpired(http.url, page) ? Obstacle::ExpiredLink : Obstacle::Link;
    }
    return errorOf(http, page, obstacle);
}

Error judgeRedirect(const HttpResponse &http, const QString &path)
{
    const QUrl &to = http.location;
    const QString host = to.host().isEmpty() ? to.scheme() + QLatin1Char(':') : to.host();
    Error error{.kind = Kind::Stranger,
                .detail = QCoreApplication::translate("Error", "redirected to another place (%1)").arg(host),
                .code = http.status,
                .logId = http.logId,
                .obstacle = Obstacle::SignIn,
                .place = host};
    if (to.scheme() != QLatin1String("http") && to.scheme() != QLatin1String("https")) {
        error.kind = path.isEmpty() ? Kind::Refused : Kind::Stranger; // no medium is fetched from there
        error.obstacle = path.isEmpty() ? Obstacle::None : Obstacle::Status;
        return error;
    }
    // What keeps the path has moved; what is put into its place is a page.
    QString base = to.path(QUrl::FullyEncoded);
    if (path.isEmpty() || !base.endsWith(path))
        return error;
    base.chop(path.size());
    QUrl moved = to.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    moved.setPath(base, QUrl::StrictMode);
    error.obstacle = Obstacle::Moved;
    error.place = moved.toDisplayString();
    return error;
}

} // namespace stranger
