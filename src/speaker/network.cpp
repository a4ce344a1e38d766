// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/network.h"

#include "speaker/onnxruntime.h"
#include "speaker/places.h"

#include <QDir>
#include <QFile>
#include <QStringList>

#include <array>

namespace speaker {

namespace {

using onnx::Owned;
using onnx::Place;

constexpr Eigen::Index bands = 80;
constexpr int fewestNumbers = 32; // of an embedding: those of today have 128 to 512
constexpr int mostNumbers = 4096;

// Nothing that tells one length of noise from the other: far from 1, and far from what two clips of one voice
// give.
constexpr float sameEmbedding = 0.99999F;

Error noSpeakerNetwork(const QString &why)
{
    return fileError(QStringLiteral("this is no speaker network that can be used here: ") + why);
}

QString words(const std::vector<std::int64_t> &dimensions)
{
    QStringList list;
    for (const std::int64_t dimension : dimensions)
        list << (dimension < 0 ? QStringLiteral("?") : QString::number(dimension));
    return list.join(QStringLiteral(" x "));
}

} // namespace

// A loaded file, and the names of its input and output.
class Network::Session
{
public:
    static Result<std::unique_ptr<Session>> load(const QString &path)
    {
        const auto runtime = onnx::Runtime::get();
        if (!runtime)
            return runtime.error();
        std::unique_ptr<Session> result(new Session(**runtime));
        if (auto loaded = result->open(QFile::encodeName(path)); !loaded)
            return noSpeakerNetwork(loaded.error().detail);
        return result;
    }

    std::size_t inputs() const { return m_inputs; }
    const QString &inputName() const { return m_inputName; }
    const onnx::Shape &inputShape() const { return m_inputShape; }

    // The first output for \a values of \a dimensions.
    Result<Vector> run(std::span<const float> values, std::span<const std::int64_t> dimensions) const
    {
        void *made = nullptr;
        auto done = m_runtime.check(m_runtime.call(
            Place::CreateTensorWithDataAsOrtValue, m_runtime.memory(), const_cast<float *>(values.data()),
            values.size_bytes(), dimensions.data(), dimensions.size(), onnx::floatElements, &made));
        if (!done)
            return done.error();
        const Owned input = own(made, Place::ReleaseValue);
        const QByteArray inputName = m_inputName.toUtf8();
        const std::array<const char *, 1> inputNames{inputName.constData()};
        const std::array<const char *, 1> outputNames{m_outputName.constData()};
        const std::array<const void *, 1> inputValues{input.get()};
        void *answered = nullptr;
        constexpr void *noOptions = nullptr;
        done = m_runtime.check(m_runtime.call(Place::Run, m_session.get(), noOptions, inputNames.data(),
                                              inputValues.data(), std::size_t(1), outputNames.data(),
                                              std::size_t(1), &answered));
        if (!done)
            return done.error();
        const Owned output = own(answered, Place::ReleaseValue);
        return vector(output.get());
    }

private:
    explicit Session(const onnx::Runtime &runtime)
        : m_runtime(runtime)
    {}

    Owned own(void *thing, Place place) const { return {thing, {&m_runtime, place}}; }

    Result<Nothing> open(const QByteArray &path)
    {
        constexpr int allOptimizations = 99;
        void *made = nullptr;
        auto done = m_runtime.check(m_runtime.call(Place::CreateSessionOptions, &made));
        const Owned options = own(made, Place::ReleaseSessionOptions);
        // The thread that asks does the work; memory goes back to the system after each clip.
        for (const auto &[place, value] :
             {std::pair(Place::SetIntraOpNumThreads, 1),
              std::pair(Place::SetSessionGraphOptimizationLevel, allOptimizations)}) {
            if (done)
                done = m_runtime.check(m_runtime.call(place, options.get(), value));
        }
        for (const Place place : {Place::DisableCpuMemArena, Place::DisableMemPattern}) {
            if (done)
                done = m_runtime.check(m_runtime.call(place, options.get()));
        }
        made = nullptr;
        if (done)
            done = m_runtime.check(m_runtime.call(Place::CreateSession, m_runtime.environment(),
                                                  path.constData(), options.get(), &made));
        if (!done)
            return done;
        m_session = own(made, Place::ReleaseSession);
        return readForm();
    }

    Result<Nothing> readForm()
    {
        std::size_t outputs = 0;
        auto done = m_runtime.check(m_runtime.call(Place::SessionGetInputCount, m_session.get(), &m_inputs));
        if (done)
            done = m_runtime.check(m_runtime.call(Place::SessionGetOutputCount, m_session.get(), &outputs));
        if (done && (m_inputs == 0 || outputs == 0))
            return fileError(QStringLiteral("it has no input or no output"));
        if (done)
            done = readName(Place::SessionGetInputName, m_inputName);
        QString output;
        if (done)
            done = readName(Place::SessionGetOutputName, output);
        m_outputName = output.toUtf8();
        void *type = nullptr;
        if (done)
            done = m_runtime.check(
                m_runtime.call(Place::SessionGetInputTypeInfo, m_session.get(), std::size_t(0), &type));
        const Owned info = own(type, Place::ReleaseTypeInfo);
        const void *tensor = nullptr; // belongs to the type
        if (done)
            done = m_runtime.check(m_runtime.call(Place::CastTypeInfoToTensorInfo, info.get(), &tensor));
        if (done && !tensor)
            return fileError(QStringLiteral("its input is no tensor"));
        return done ? readShape(tensor, m_inputShape) : done;
    }

    Result<Nothing> readName(Place place, QString &name) const
    {
        char *text = nullptr;
        const auto done = m_runtime.check(
            m_runtime.call(place, m_session.get(), std::size_t(0), m_runtime.allocator(), &text));
        if (!done)
            return done;
        name = QString::fromUtf8(text);
        return m_runtime.check(
            m_runtime.call(Place::AllocatorFree, m_runtime.allocator(), static_cast<void *>(text)));
    }

    Result<Nothing> readShape(const void *tensor, onnx::Shape &shape) const
    {
        std::size_t count = 0;
        auto done = m_runtime.check(m_runtime.call(Place::GetTensorElementType, tensor, &shape.elements));
        if (done)
            done = m_runtime.check(m_runtime.call(Place::GetDimensionsCount, tensor, &count));
        shape.dimensions.resize(count);
        if (done)
            done =
                m_runtime.check(m_runtime.call(Place::GetDimensions, tensor, shape.dimensions.data(), count));
        return done;
    }

    // What a tensor holds, where that is one vector.
    Result<Vector> vector(void *value) const
    {
        int isTensor = 0;
        auto done = m_runtime.check(m_runtime.call(Place::IsTensor, value, &isTensor));
        if (done && isTensor == 0)
            return fileError(QStringLiteral("its output is no tensor"));
        void *made = nullptr;
        if (done)
            done = m_runtime.check(m_runtime.call(Place::GetTensorTypeAndShape, value, &made));
        const Owned tensor = own(made, Place::ReleaseTensorTypeAndShapeInfo);
        onnx::Shape shape;
        if (done)
            done = readShape(tensor.get(), shape);
        if (!done)
            return done.error();
        std::int64_t size = 1;
        std::int64_t longest = 0;
        for (const std::int64_t dimension : shape.dimensions) {
            size *= dimension;
            longest = std::max(longest, dimension);
        }
        if (shape.elements != onnx::floatElements || size != longest || size < fewestNumbers ||
            size > mostNumbers)
            return fileError(
                QStringLiteral("its output is no vector of %1 to %2 numbers of 32 bits, but of the shape %3")
                    .arg(fewestNumbers)
                    .arg(mostNumbers)
                    .arg(words(shape.dimensions)));
        void *numbers = nullptr;
        done = m_runtime.check(m_runtime.call(Place::GetTensorMutableData, value, &numbers));
        if (!done)
            return done.error();
        return Vector(Eigen::Map<const Vector>(static_cast<const float *>(numbers), size));
    }

    const onnx::Runtime &m_runtime;
    Owned m_session;
    std::size_t m_inputs = 0;
    QString m_inputName;
    QByteArray m_outputName;
    onnx::Shape m_inputShape;
};

Network::Network(std::unique_ptr<Session> session)
    : m_session(std::move(session))
{}

Network::~Network() = default;

bool Network::canRun()
{
    return onnx::Runtime::isThere();
}

Result<std::shared_ptr<const Network>> Network::load(const QString &path)
{
    auto session = Session::load(path);
    if (!session)
        return session.error();
    std::shared_ptr<Network> network(new Network(*std::move(session)));
    if (auto examined = network->examineInput().and_then([&](Nothing) { return network->tryOut(); });
        !examined)
        return noSpeakerNetwork(examined.error().detail);
    return std::shared_ptr<const Network>(std::move(network));
}

Result<Nothing> Network::examineInput()
{
    const onnx::Shape &shape = m_session->inputShape();
    const auto &dimensions = shape.dimensions;
    m_rank = int(dimensions.size());
    if (m_session->inputs() != 1)
        return fileError(QStringLiteral("it wants %1 inputs, not one").arg(m_session->inputs()));
    const auto is = [&dimensions](std::size_t i, std::int64_t size) { return dimensions[i] == size; };
    const bool isOneClip = m_rank >= 2 && dimensions[0] <= 1;
    const bool isWaveform = isOneClip && (m_rank == 2 || (m_rank == 3 && is(1, 1)));
    const bool isBands = isOneClip && m_rank == 3 && (is(1, bands) || is(2, bands));
    if (shape.elements != onnx::floatElements || (!isWaveform && !isBands))
        return fileError(
            QStringLiteral(
                "its input is neither filter banks (1 x frames x 80) nor a waveform (1 x samples) in numbers "
                "of 32 bits, but of the shape %1")
                .arg(words(dimensions)));
    m_input = isBands ? Input::Bands : Input::Waveform;
    m_bandsFirst = isBands && is(1, bands) && !is(2, bands);
    m_fixedLength =
        Eigen::Index(std::max<std::int64_t>(0, dimensions[m_bandsFirst || !isBands ? m_rank - 1 : 1]));
    m_wantsHamming = m_session->inputName() == QLatin1String("feats"); // as WeSpeaker names it
    return Nothing{};
}

// Noise of two lengths gives vectors of one size that are not the same.
Result<Nothing> Network::tryOut()
{
    Dice dice(3);
    std::array<Vector, 2> embeddings;
    for (std::size_t i = 0; i < embeddings.size(); ++i) {
        const bool isBands = m_input == Input::Bands;
        const Eigen::Index length =
            m_fixedLength > 0 ? m_fixedLength : Eigen::Index(150 + 70 * i) * (isBands ? 1 : 160);
        const Matrix noise = Matrix::NullaryExpr(length, isBands ? bands : 1,
                                                 [&] { return dice.normal() * (isBands ? 1.0F : 0.1F); });
        auto run = output(noise);
        if (!run)
            return run.error();
        embeddings[i] = *std::move(run);
    }
    if (embeddings[0].size() != embeddings[1].size())
        return fileError(QStringLiteral("the length of its output depends on the length of the clip"));
    if (embeddings[0].dot(embeddings[1]) > sameEmbedding)
        return fileError(QStringLiteral("it gives the same for whatever it hears"));
    m_size = embeddings[0].size();
    return Nothing{};
}

Result<Vector> Network::output(const Matrix &data) const
{
    const Matrix turned = m_bandsFirst ? Matrix(data.transpose()) : Matrix();
    const Matrix &given = m_bandsFirst ? turned : data;
    std::array<std::int64_t, 3> dimensions{1, given.rows(), given.cols()};
    if (m_input == Input::Waveform)
        dimensions = m_rank == 2 ? std::array<std::int64_t, 3>{1, data.size(), 0}
                                 : std::array<std::int64_t, 3>{1, 1, data.size()};
    auto result = m_session->run({given.data(), std::size_t(given.size())},
                                 std::span(dimensions).first(std::size_t(m_rank)));
    if (!result)
        return result;
    const float norm = result->norm();
    if (!std::isfinite(norm) || norm <= 0)
        return fileError(QStringLiteral("its output holds no finite numbers"));
    return Vector(*result / norm);
}

std::optional<Vector> Network::embedding(const Matrix &data) const
{
    auto result = output(data);
    return result ? std::optional(*std::move(result)) : std::nullopt;
}

QStringList networkFolders()
{
    if (qEnvironmentVariableIsSet("VOICEPRINT_NETWORKS"))
        return {qEnvironmentVariable("VOICEPRINT_NETWORKS")};
    return {QDir::homePath() + QStringLiteral("/.local/lib/voiceprint-studio"),
            QStringLiteral("/usr/local/lib/voiceprint-studio"), QStringLiteral("/usr/lib/voiceprint-studio")};
}

} // namespace speaker
