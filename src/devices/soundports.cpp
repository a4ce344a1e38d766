// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundports.h"

#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QMediaDevices>
#include <QPointer>

#include <pulse/pulseaudio.h>

#include <memory>
#include <optional>

SoundPorts::SoundPorts(Reading read, QObject *parent)
    : QObject(parent)
    , m_read(read)
    , m_timer(this)
{
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &SoundPorts::look);
}

void SoundPorts::setWatching(bool watching)
{
    if (!watching) {
        m_timer.stop();
        return;
    }
    if (!m_timer.isActive())
        look();
    m_timer.start();
}

void SoundPorts::look()
{
    if (!soundserver::isRunning())
        return adopt({});
    if (m_isLooking) // a sound server that does not answer is asked once, not every second
        return;
    m_isLooking = true;
    soundthread::post([self = QPointer(this), read = m_read] {
        const QList<SoundPort> found = read();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, found] {
                if (self)
                    self->adopt(found);
            },
            Qt::QueuedConnection);
    });
}

void SoundPorts::adopt(const QList<SoundPort> &found)
{
    m_isLooking = false;
    const bool isNews = !m_isKnown || found != m_all;
    m_isKnown = true;
    m_all = found;
    if (isNews)
        emit changed();
}

namespace {

//! All of them, first the one that the system uses.
QList<SoundPort> microphones()
{
    QList<SoundPort> found;
    for (const QAudioDevice &device : QMediaDevices::audioInputs())
        found.append({device.id(), device.description()});
    if (found.size() < 2)
        return found;
    const QByteArray usual = systemMicrophone();
    std::stable_partition(found.begin(), found.end(),
                          [&](const SoundPort &port) { return port.id == usual; });
    return found;
}

constexpr int answerLimit = 500; // ms

struct Release
{
    void operator()(pa_mainloop *loop) const { pa_mainloop_free(loop); }
    void operator()(pa_context *context) const
    {
        pa_context_disconnect(context);
        pa_context_unref(context);
    }
    void operator()(pa_operation *operation) const { pa_operation_unref(operation); }
};

using Loop = std::unique_ptr<pa_mainloop, Release>;
using Context = std::unique_ptr<pa_context, Release>;
using Operation = std::unique_ptr<pa_operation, Release>;

//! Lets the service speak until \a isOver; false where it does not in time.
template <typename Condition>
bool listen(pa_mainloop *loop, const QDeadlineTimer &limit, Condition isOver)
{
    while (!isOver()) {
        if (limit.hasExpired() || pa_mainloop_prepare(loop, int(limit.remainingTime()) * 1000) < 0 ||
            pa_mainloop_poll(loop) < 0 || pa_mainloop_dispatch(loop) < 0)
            return false;
    }
    return true;
}

void takeDefault(pa_context *, const pa_server_info *server, void *found)
{
    *static_cast<std::optional<QByteArray> *>(found) = QByteArray(server ? server->default_source_name : "");
}

} // namespace

Microphones::Microphones(QObject *parent)
    : SoundPorts(microphones, parent)
{}

Loudspeakers::Loudspeakers(QObject *parent)
    : SoundPorts(
          [] {
              QList<SoundPort> found;
              for (const QAudioDevice &device : QMediaDevices::audioOutputs())
                  found.append({device.id(), device.description()});
              return found;
          },
          parent)
{}

namespace {

constexpr int patience = 300; // ms for an answer to RecordedSource

//! A connection to the sound service, for one question after another.
struct Service
{
    Loop loop{pa_mainloop_new()};
    Context context{pa_context_new(pa_mainloop_get_api(loop.get()), "Voiceprint Studio")};

    bool connect(const QDeadlineTimer &limit)
    {
        const auto state = [this] { return pa_context_get_state(context.get()); };
        if (state() == PA_CONTEXT_UNCONNECTED &&
            pa_context_connect(context.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0)
            return false;
        return listen(loop.get(), limit,
                      [&] { return state() == PA_CONTEXT_READY || !PA_CONTEXT_IS_GOOD(state()); }) &&
               state() == PA_CONTEXT_READY;
    }
    bool isGood() const { return PA_CONTEXT_IS_GOOD(pa_context_get_state(context.get())); }
};

struct Streams
{
    QList<quint32> sources = {}; // of streams of this process
    bool isWhole = false;
};

void takeStream(pa_context *, const pa_source_output_info *stream, int isLast, void *found)
{
    auto &streams = *static_cast<Streams *>(found);
    streams.isWhole = isLast != 0;
    if (isLast)
        return;
    const char *process = pa_proplist_gets(stream->proplist, PA_PROP_APPLICATION_PROCESS_ID);
    if (process && QByteArray(process).toLongLong() == QCoreApplication::applicationPid())
        streams.sources.append(stream->source);
}

struct Names
{
    QList<QByteArray> names = {};
    bool isWhole = false;
};

void takeName(pa_context *, const pa_source_info *source, int isLast, void *found)
{
    auto &names = *static_cast<Names *>(found);
    names.isWhole = isLast != 0;
    if (!isLast)
        names.names.append(source->name);
}

} // namespace

struct RecordedSource::Parts
{
    std::unique_ptr<Service> service;
};

RecordedSource::RecordedSource()
    : m_parts(std::make_unique<Parts>())
{}

RecordedSource::~RecordedSource() = default;

RecordedSource::Answer RecordedSource::ask()
{
    const QDeadlineTimer limit(patience);
    auto &service = m_parts->service;
    if (!service || !service->isGood())
        service = std::make_unique<Service>();
    const auto wait = [&](const bool &isWhole) {
        return listen(service->loop.get(), limit, [&] { return isWhole || !service->isGood(); }) && isWhole;
    };
    // An answer that comes too late must find its place: a connection that did not answer is given up.
    Streams streams;
    Names names;
    bool isThere = service->connect(limit);
    if (isThere) {
        const Operation asked(
            pa_context_get_source_output_info_list(service->context.get(), takeStream, &streams));
        isThere = wait(streams.isWhole);
    }
    for (qsizetype i = 0; isThere && i < streams.sources.size(); ++i) {
        names.isWhole = false;
        const Operation asked(pa_context_get_source_info_by_index(service->context.get(), streams.sources[i],
                                                                  takeName, &names));
        isThere = wait(names.isWhole);
    }
    if (!isThere)
        service.reset();
    return {.isThere = isThere, .sources = isThere ? names.names : QList<QByteArray>()};
}

QByteArray systemMicrophone()
{
    const QDeadlineTimer limit(answerLimit);
    const Loop loop(pa_mainloop_new());
    const Context context(pa_context_new(pa_mainloop_get_api(loop.get()), "Voiceprint Studio"));
    if (pa_context_connect(context.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0)
        return {};
    const bool isOpen = listen(loop.get(), limit, [&] {
        const pa_context_state_t state = pa_context_get_state(context.get());
        return state == PA_CONTEXT_READY || !PA_CONTEXT_IS_GOOD(state);
    });
    if (!isOpen || pa_context_get_state(context.get()) != PA_CONTEXT_READY)
        return {};
    std::optional<QByteArray> found;
    const Operation asked(pa_context_get_server_info(context.get(), takeDefault, &found));
    listen(loop.get(), limit,
           [&] { return found || !PA_CONTEXT_IS_GOOD(pa_context_get_state(context.get())); });
    return found.value_or(QByteArray());
}
