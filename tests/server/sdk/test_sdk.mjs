// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// test_sdk.mjs PROGRAM SPEECH : the official Coze SDK for JavaScript, unchanged, against voiceprint-server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

// The package is installed where the test runs, not where it stands.
const { CozeAPI, APIError } = createRequire(join(process.cwd(), 'package.json'))('@coze/api');
const [program, speech] = process.argv.slice(-2);
const token = 'token-of-the-sdk-test';
const folder = mkdtempSync(join(tmpdir(), 'sdk-'));
const clip = (name) => join(speech, 'people', name);
let server, client, groupId;

before(async () => {
    server = spawn(program, ['--data-dir', join(folder, 'data')],
        { env: { ...process.env, VOICEPRINT_SERVER_TOKEN: token }, stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise((resolve, reject) => {
        server.stdout.once('data', (bytes) => resolve(String(bytes)));
        server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
    client = new CozeAPI({ token, baseURL: line.trim().split(' ').at(-1) });
    groupId = (await client.audio.voiceprintGroups.create({ name: '家', desc: 'Who lives here' })).id;
});

after(() => {
    server.kill();
    rmSync(folder, { recursive: true });
});

const groups = () => client.audio.voiceprintGroups;
const features = () => groups().features;

test('a group is listed, changed and deleted', async () => {
    const { id } = await groups().create({ name: 'Second' });
    assert.match(id, /^[0-9]+$/);
    await groups().update(id, { name: '第二 #2', desc: '' });
    const { items, total } = await groups().list({ group_id: id });
    assert.equal(total, 1);
    assert.equal(items[0].name, '第二 #2');
    assert.equal(items[0].desc, '');
    assert.equal(items[0].feature_count, 0);
    assert.equal(typeof items[0].user_info.id, 'string');
    assert.ok(Number.isInteger(items[0].created_at) && items[0].created_at < 1e11);
    await groups().update(id, {}); // nothing to change is no error
    assert.equal((await groups().list({ group_id: id })).items[0].name, '第二 #2');
    await groups().delete(id);
    assert.deepEqual((await groups().list({ group_id: id })).items, []);
    await assert.rejects(groups().delete(id), (error) => error instanceof APIError && error.code === 4200
        && error.status === 404 && error.logid.length > 20);
});

test('voiceprints from wav and pcm streams are told apart', async () => {
    const wav = await features().create(groupId,
        { file: createReadStream(clip('lp-enrol.wav')), name: 'Lena', desc: '喜欢爵士乐' });
    const pcm = join(folder, 'nsk.pcm');
    writeFileSync(pcm, readFileSync(clip('nsk-enrol.wav')).subarray(44));
    const raw = await features().create(groupId,
        { file: createReadStream(pcm), name: 'Nisha', sample_rate: 16000, channel: 1 });
    const buffer = await features().create(groupId, { file: readFileSync(clip('krb-enrol.wav')), name: 'Paolo' });
    const list = await features().list(groupId, { page_num: 1, page_size: 2 });
    assert.equal(list.total, 3);
    assert.equal(list.items.length, 2);
    assert.deepEqual((await features().list(groupId, { page_num: 9, page_size: 2 })).items, []);

    for (const [who, id] of [['lp', wav.id], ['nsk', raw.id], ['krb', buffer.id]]) {
        const { feature_score_list: scores } = await groups().features.speakerIdentify(groupId,
            { file: createReadStream(clip(`${who}-test.wav`)), top_k: 2 });
        assert.equal(scores.length, 2);
        assert.equal(scores[0].feature_id, id);
        assert.ok(scores[0].score >= 40 && scores[0].score <= 100 && scores[1].score < 40, JSON.stringify(scores));
    }
    const all = await features().list(groupId, {});
    assert.equal(all.items.find((item) => item.id === wav.id).desc, '喜欢爵士乐');
    const audio = await fetch(all.items[0].audio_url, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(audio.status, 200);
    assert.match(audio.headers.get('content-type'), /^audio\//);
});

test('a voiceprint is changed in part and deleted', async () => {
    const { id } = await features().create(groupId, { file: createReadStream(clip('lp-enrol.wav')), name: 'Twin' });
    await features().update(groupId, id, {}); // a multipart header without a body
    await features().update(groupId, id, { desc: 'only this' });
    let item = (await features().list(groupId, {})).items.find((one) => one.id === id);
    assert.equal(item.name, 'Twin');
    assert.equal(item.desc, 'only this');
    await features().update(groupId, id, { name: '双胞胎', file: createReadStream(clip('krb-enrol.wav')) });
    item = (await features().list(groupId, {})).items.find((one) => one.id === id);
    assert.equal(item.name, '双胞胎');
    await features().delete(groupId, id);
    assert.ok(!(await features().list(groupId, {})).items.some((one) => one.id === id));
});

test('voices are listed and speak', async () => {
    const { voice_list: voices, has_more: hasMore } = await client.audio.voices.list({ page_num: 1, page_size: 20 });
    assert.equal(voices.length, 20);
    assert.equal(hasMore, true);
    assert.deepEqual((await client.audio.voices.list({ model_type: 'big' })).voice_list, []);
    for (const [format, isRight] of [
        [undefined, (bytes) => bytes[0] === 0xff && (bytes[1] & 0xe0) === 0xe0],
        ['mp3', (bytes) => bytes[0] === 0xff && (bytes[1] & 0xe0) === 0xe0],
        ['wav', (bytes) => bytes.subarray(0, 4).toString() === 'RIFF'],
        ['pcm', (bytes) => bytes.length > 10000],
    ]) {
        const sound = Buffer.from(await client.audio.speech.create(
            { input: 'Good morning, 早上好', voice_id: voices[0].voice_id, response_format: format }));
        assert.ok(isRight(sound), `${format}: ${sound.subarray(0, 16).toString('hex')}`);
    }
    await assert.rejects(client.audio.speech.create({ input: 'x', voice_id: '1' }));
});

test('what is not here says so', async () => {
    await assert.rejects(client.audio.voices.clone({ voice_name: 'mine', file: readFileSync(clip('lp-test.wav')),
        audio_format: 'wav' }), (error) => error.code === 4000);
    await assert.rejects(client.audio.rooms.create({ connector_id: '1024' }),
        (error) => error instanceof APIError && error.code === 4000);
    const stranger = new CozeAPI({ token: 'wrong', baseURL: client.baseURL });
    await assert.rejects(stranger.audio.voices.list({}), (error) => error.status === 401 && error.code === 4100);
    await assert.rejects(features().create(groupId, { file: Buffer.from('no sound at all'), name: 'x' }),
        (error) => error.code === 4303 || error.code === 4304);
});
