// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/player.h"

#include "devices/soundthread.h"
#include "sound/clip.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QBuffer>
#include <QCoreApplication>
#include <QMediaDevices>
#include <QThread>
#include <QTimer>

//! One clip on its way to the loudspeaker, in the player's thread.
class Playback : public QObject
{
    Q_OBJECT
public:
    //! \a loudspeaker: its id; the system's default where it is empty or not there.
    Playback(audio::Clip clip, QByteArray loudspeaker, std::chrono::milliseconds start);

    void begin();
    void seek(std::chrono::milliseconds position);

signals:
    void started();
    void progressed(std::chrono::milliseconds position);
    void sought(); //!< from here on positions are those after a seek()
    void ended();
    void failed(const Error &error);

private:
    Result<Nothing> open();
    Result<Nothing> flow();
    void fail(const Error &error);
    void stateChanged(QAudio::State state);
    void watch();
    std::chrono::milliseconds given() const; //!< position up to which the loudspeaker has the sound

    const audio::Clip m_clip;
    const QByteArray m_loudspeaker;
    std::chrono::milliseconds m_start;
    QAudioDevice m_device;
    QBuffer m_sound;
    SoundStream<QAudioSink> m_sink;
    QTimer m_watch;
    QTimer m_lastSound;
    std::chrono::milliseconds m_given{-1};
    int m_stillFor = 0; // ms
};

namespace {

constexpr int positionPeriod = 50; // ms
constexpr int stuckAfter = 3000;   // ms in which a loudspeaker that works takes more sound
constexpr int bufferTime = 200;    // ms that the sound server holds ahead

constexpr int openLimit = 3000;  // ms
constexpr int closeLimit = 1000; // ms

} // namespace

Playback::Playback(audio::Clip clip, QByteArray loudspeaker, std::chrono::milliseconds start)
    : m_clip(std::move(clip))
    , m_loudspeaker(std::move(loudspeaker))
    , m_start(start)
    , m_sound(this)
    , m_watch(this)
    , m_lastSound(this)
{
    m_watch.setInterval(positionPeriod);
    connect(&m_watch, &QTimer::timeout, this, &Playback::watch);
    m_lastSound.setSingleShot(true);
    m_lastSound.setInterval(bufferTime);
    connect(&m_lastSound, &QTimer::timeout, this, &Playback::ended);
}

void Playback::begin()
{
    const auto flowing = open().and_then([this](Nothing) { return flow(); });
    if (!flowing)
        return fail(flowing.error());
    emit started();
}

Result<Nothing> Playback::open()
{
    if (!soundserver::isRunning())
        return soundserver::absent();
    soundthread::prepare();
    m_device = QMediaDevices::defaultAudioOutput();
    for (const QAudioDevice &device : QMediaDevices::audioOutputs()) {
        if (device.id() == m_loudspeaker)
            m_device = device;
    }
    if (m_device.isNull())
        return deviceError(QCoreApplication::translate("Error", "no loudspeaker was found"));
    m_sound.setData(m_clip.pcm);
    m_sound.open(QIODevice::ReadOnly);
    return Nothing{};
}

//! Plays from m_start on.
Result<Nothing> Playback::flow()
{
    QAudioFormat format;
    format.setSampleRate(m_clip.rate);
    format.setChannelCount(m_clip.channels);
    format.setSampleFormat(QAudioFormat::Int16);
    if (!m_device.isFormatSupported(format))
        return deviceError(QCoreApplication::translate("Error", "the loudspeaker takes no such sound"));
    m_start = std::clamp(m_start, std::chrono::milliseconds(0), m_clip.length());
    m_sound.seek(m_start.count() * m_clip.rate / 1000 * 2 * m_clip.channels);
    m_sink.reset(new QAudioSink(m_device, format));
    m_sink->setBufferSize(format.bytesForDuration(bufferTime * 1000));
    connect(m_sink.get(), &QAudioSink::stateChanged, this, &Playback::stateChanged);
    m_sink->start(&m_sound);
    if (m_sink->error() == QAudio::OpenError || m_sink->state() == QAudio::StoppedState)
        return deviceError(QCoreApplication::translate("Error", "the loudspeaker could not be opened"));
    m_given = std::chrono::milliseconds(-1);
    m_watch.start();
    return Nothing{};
}

void Playback::seek(std::chrono::milliseconds position)
{
    if (!m_sink) // it has failed
        return;
    m_watch.stop();
    m_lastSound.stop();
    m_sink.reset(); // with all that the sound server holds
    m_start = position;
    if (const auto flowing = flow(); !flowing)
        return fail(flowing.error());
    emit sought();
}

void Playback::fail(const Error &error)
{
    m_watch.stop();
    emit failed(error);
}

void Playback::stateChanged(QAudio::State state)
{
    if (!m_watch.isActive()) // still opening, or over
        return;
    if (state == QAudio::StoppedState && m_sink->error() != QAudio::NoError) {
        fail(deviceError(QCoreApplication::translate("Error", "the loudspeaker went away")));
    } else if (state == QAudio::IdleState && m_sound.atEnd()) {
        m_watch.stop();
        m_lastSound.start(); // what the sound server still holds is heard before the end is told
    }
}

std::chrono::milliseconds Playback::given() const
{
    return std::chrono::milliseconds(m_sound.pos() / (2 * m_clip.channels) * 1000 / m_clip.rate);
}

void Playback::watch()
{
    const auto now = given();
    m_stillFor = now == m_given ? m_stillFor + positionPeriod : 0;
    m_given = now;
    if (m_stillFor >= stuckAfter)
        return fail(deviceError(QCoreApplication::translate("Error", "the loudspeaker takes no sound")));
    emit progressed(std::max(now - std::chrono::milliseconds(bufferTime), m_start));
}

Player::Player(QObject *parent)
    : QObject(parent)
    , m_openLimit(this)
{
    m_openLimit.setSingleShot(true);
    m_openLimit.setInterval(openLimit);
    connect(&m_openLimit, &QTimer::timeout, this, &Player::abandon);
}

Player::~Player()
{
    if (m_playback)
        m_playback->disconnect(this);
    if (m_thread)
        soundthread::end(m_thread, m_playback, closeLimit);
}

void Player::setLoudspeaker(const QByteArray &id)
{
    m_loudspeaker = id;
}

void Player::play(const audio::Clip &clip, const QString &subject, std::chrono::milliseconds start)
{
    stop();
    if (!m_thread) {
        m_thread = new QThread;
        m_thread->setObjectName(QStringLiteral("playing"));
        m_thread->start();
    }
    m_subject = subject;
    m_length = clip.length();
    m_isSeeking = false;
    m_nextSeek.reset();
    m_playback = new Playback(clip, m_loudspeaker, start);
    m_playback->moveToThread(m_thread);
    connectPlayback();
    m_openLimit.start();
    QMetaObject::invokeMethod(m_playback, &Playback::begin, Qt::QueuedConnection);
    emit playing(subject);
}

void Player::connectPlayback()
{
    // What a playback said before it was left may still be under way to here.
    const auto isCurrent = [this, number = ++m_number] { return m_playback && number == m_number; };
    connect(m_playback, &Playback::started, this, [this, isCurrent] {
        if (isCurrent() && !m_isSeeking)
            m_openLimit.stop();
    });
    connect(m_playback, &Playback::progressed, this, [this, isCurrent](std::chrono::milliseconds position) {
        if (isCurrent() && !m_isSeeking)
            emit progressed(position, m_length);
    });
    connect(m_playback, &Playback::sought, this, [this, isCurrent] {
        if (!isCurrent())
            return;
        m_openLimit.stop();
        m_isSeeking = false;
        if (const auto next = std::exchange(m_nextSeek, {}))
            seek(*next);
    });
    connect(m_playback, &Playback::ended, this, [this, isCurrent] {
        if (isCurrent() && !m_isSeeking)
            leave();
    });
    connect(m_playback, &Playback::failed, this, [this, isCurrent](const Error &error) {
        if (!isCurrent())
            return;
        emit failed(error);
        if (isCurrent()) // whoever was told may have begun something else
            leave();
    });
}

void Player::seek(std::chrono::milliseconds position)
{
    if (!m_playback)
        return;
    position = std::clamp(position, std::chrono::milliseconds(0), m_length);
    if (m_isSeeking) { // opening the loudspeaker again takes its time: of a mouse's many places the last
                       // counts
        m_nextSeek = position;
    } else {
        m_isSeeking = true;
        m_openLimit.start();
        QMetaObject::invokeMethod(
            m_playback, [playback = m_playback, position] { playback->seek(position); },
            Qt::QueuedConnection);
    }
    emit progressed(position, m_length);
}

void Player::stop()
{
    if (m_playback)
        leave();
}

void Player::leave()
{
    m_openLimit.stop();
    m_playback->deleteLater();
    m_playback = nullptr;
    emit stopped(std::exchange(m_subject, {}));
}

// The loudspeaker does not answer: its thread is left behind, the next sound gets another.
void Player::abandon()
{
    m_playback->disconnect(this);
    soundthread::end(std::exchange(m_thread, nullptr), std::exchange(m_playback, nullptr));
    emit failed(deviceError(QCoreApplication::translate("Error", "the loudspeaker did not answer")));
    if (!m_playback)
        emit stopped(std::exchange(m_subject, {}));
}

#include "player.moc"
