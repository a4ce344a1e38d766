// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studioapplication.h"

#include "account/connections.h"
#include "account/secretstore.h"
#include "app/doorbell.h"
#include "app/mainwindow.h"
#include "app/service.h"
#include "base/files.h"
#include "calls/activity.h"
#include "devices/player.h"
#include "devices/recorder.h"
#include "devices/soundports.h"
#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "recordings/history.h"
#include "recordings/studiostore.h"
#include "speaker/engines.h"
#include "style/theme.h"
#include "style/words.h"

#include <QApplication>
#include <QCoreApplication>
#include <QLocale>
#include <QObject>
#include <QSocketNotifier>

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <utility>

void Language::apply(Settings::Language choice)
{
    const QLocale system = QLocale::system();
    const bool chinese = choice == Settings::Language::SimplifiedChinese ||
                         (choice == Settings::Language::System &&
                          system.uiLanguages().value(0).startsWith(QLatin1String("zh")));
    QCoreApplication::removeTranslator(&m_words);
    QCoreApplication::removeTranslator(&m_qtWords);
    const QLocale::Language language = chinese ? QLocale::Chinese : QLocale::English;
    // Before the translators: the widgets that hear of the change write numbers and dates in the new locale.
    QLocale::setDefault(system.language() == language ? system : QLocale(language));

    const QString code = chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
    if (chinese && m_qtWords.load(QStringLiteral(":/translations/qtbase_zh_CN.qm")))
        QCoreApplication::installTranslator(&m_qtWords);
    if (m_words.load(QStringLiteral(":/translations/voiceprint-studio_%1.qm").arg(code)))
        QCoreApplication::installTranslator(&m_words);
}

namespace {

constexpr int endings[] = {SIGTERM, SIGINT, SIGHUP};
int bell = -1;

void ring(int)
{
    const int untouched = errno;
    const quint64 one = 1;
    if (write(bell, &one, sizeof one) < 0)
        _exit(EXIT_FAILURE);
    errno = untouched;
}

void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal, &action, nullptr);
}

} // namespace

//! Turns the first SIGTERM, SIGINT or SIGHUP into a signal of the event loop; the same one again ends the
//! process at once.
class EndSignals : public QObject
{
    Q_OBJECT
public:
    explicit EndSignals(QObject *parent = nullptr)
        : QObject(parent)
    {
        bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (bell < 0)
            return; // the system's own way of ending stays
        auto *notifier = new QSocketNotifier(bell, QSocketNotifier::Read, this);
        connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
            notifier->setEnabled(false);
            emit received();
        });
        for (const int signal : endings)
            handle(signal, ring, SA_RESTART | int(SA_RESETHAND));
    }
    ~EndSignals() override
    {
        if (bell < 0)
            return;
        for (const int signal : endings)
            handle(signal, SIG_DFL, 0);
        close(std::exchange(bell, -1));
    }

signals:
    void received();
};

int runStudio(const StartOptions &options)
{
    // Where it cannot be made, the window says so as soon as the server or a draft cannot be kept.
    if (const auto claimed = files::claimDataFolder(options.dataDirectory);
        !claimed && claimed.error().kind == Error::Kind::Refused) {
        std::fprintf(stderr, "voiceprint-studio: %s\n", qPrintable(claimed.error().detail));
        return EXIT_FAILURE;
    }
    Doorbell doorbell(options.dataDirectory);
    const Doorbell::Answer answer = doorbell.ring();
    if (answer == Doorbell::Answer::Heard)
        return EXIT_SUCCESS;
    if (answer == Doorbell::Answer::Silence) {
        fputs("Voiceprint Studio runs already with this data folder, but does not answer. End it, then start "
              "again.\n",
              stderr);
        return EXIT_FAILURE;
    }

    // A window that is closing must not be asked to come to the front.
    QObject::connect(qApp, &QCoreApplication::aboutToQuit, &doorbell, &Doorbell::close);

    Settings settings(options.dataDirectory);
    speaker::Engines::ofThisProgram().choose(settings.speakerModel());
    const Language language(settings);
    theme::apply(settings.theme());
    installReaders();
    QObject::connect(&settings, &Settings::themeChanged, qApp, &theme::apply);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/voiceprint-studio.svg")));

    const auto disk = std::make_shared<StudioDisk>(options.dataDirectory);
    Drafts drafts(disk);
    Player player;
    Recorder recorder;
    Microphones microphones;
    Loudspeakers loudspeakers;
    Connections connections(options.dataDirectory);
    SecretStore secrets;
    Activity activity(disk);
    Archive archive(disk);
    History history(disk);
    const Studio studio{.settings = &settings,
                        .drafts = &drafts,
                        .player = &player,
                        .recorder = &recorder,
                        .microphones = &microphones,
                        .connections = &connections,
                        .secrets = &secrets,
                        .activity = &activity,
                        .loudspeakers = &loudspeakers,
                        .archive = &archive,
                        .history = &history,
                        .dataDirectory = options.dataDirectory};
    Service service(options, studio);
    MainWindow window(studio, service);
    QObject::connect(&doorbell, &Doorbell::rung, &window, &MainWindow::comeToFront);
    const EndSignals ends;
    QObject::connect(&ends, &EndSignals::received, &window, [&window] {
        window.close();
        QCoreApplication::exit(); // quit() would ask an open dialog, which may say no
    });
    window.show();
    return QApplication::exec();
}

#include "studioapplication.moc"
