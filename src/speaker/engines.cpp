// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/engines.h"

#include "base/process.h"
#include "speaker/mixtureengine.h"
#include "speaker/network.h"
#include "speaker/neuralengine.h"

#include <QFile>
#include <QFileInfo>

namespace speaker {

const QString Engines::builtIn = QStringLiteral("built-in");

namespace {

// What packaging/deps brought, where everything is there.
QString installedModel()
{
    if (!Network::canRun())
        return {};
    for (const QString &folder : networkFolders()) {
        const QString file = folder + QStringLiteral("/campplus-zh-en.onnx");
        if (QFile::exists(file))
            return file;
    }
    return {};
}

} // namespace

Engines &Engines::ofThisProgram()
{
    static Engines engines;
    return engines;
}

void Engines::choose(const QString &model)
{
    QString chosen = model.isEmpty() ? qEnvironmentVariable("VOICEPRINT_MODEL") : model;
    if (chosen.isEmpty())
        chosen = installedModel();
    if (chosen == builtIn)
        chosen.clear();
    const std::lock_guard lock(m_mutex);
    if (chosen == m_model)
        return;
    m_model = chosen;
    m_id.clear();
    m_engine.reset();
}

Result<Nothing> Engines::tryOut(const QString &model)
{
    const auto engine = NeuralEngine::load(model);
    return engine ? Result<Nothing>(Nothing{}) : engine.error();
}

std::string Engines::id()
{
    const std::lock_guard lock(m_mutex);
    return idLocked();
}

std::string Engines::idLocked()
{
    if (m_id.empty() && !m_model.isEmpty())
        m_id = NeuralEngine::idOf(m_model);
    if (m_id.empty() && MixtureEngine::builtIn())
        m_id = MixtureEngine::builtIn()->id();
    return m_id;
}

std::shared_ptr<const Engine> Engines::engine()
{
    const std::lock_guard lock(m_mutex);
    if (m_engine)
        return m_engine;
    if (!m_model.isEmpty()) {
        const auto loaded = NeuralEngine::load(m_model);
        if (loaded) {
            m_engine = *loaded;
        } else {
            qCWarning(logStorage, "%ls: %ls; the built-in engine does the work", qUtf16Printable(m_model),
                      qUtf16Printable(loaded.error().detail));
            m_model.clear();
        }
    }
    if (!m_engine)
        m_engine = MixtureEngine::builtIn();
    m_id = m_engine ? m_engine->id() : std::string();
    return m_engine;
}

QString Engines::model()
{
    const std::lock_guard lock(m_mutex);
    return m_model;
}

QString Engines::name()
{
    const std::lock_guard lock(m_mutex);
    const QString id = QString::fromStdString(idLocked());
    const QString called = m_model.isEmpty() ? builtIn : QFileInfo(m_model).completeBaseName();
    return QStringLiteral("%1 (%2)").arg(called, id);
}

} // namespace speaker
