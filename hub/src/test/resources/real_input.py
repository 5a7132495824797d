"""Counts rows and adds up a column of files in plain Python, as a second opinion on what the hub reads.

stdin: a JSON list of jobs {kind, path, ...}; stdout: a JSON list of {table: {"rows": n, "sum": x}}, in the same order.
"""
import csv
import io
import json
import math
import struct
import sys
import xml.etree.ElementTree as ET
import zipfile

csv.field_size_limit(1 << 30)
SHEET = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
RELATION = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id'
ODS = '{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}'


def measure(header, rows, job):
    """Rows below the header, and the sum of one column over the rows that have a value there."""
    rows = list(rows)
    column, how = job.get('column'), job.get('how', 'sum')
    if column is None:
        return {'rows': len(rows), 'sum': None}
    at = header.index(column)
    values = [row[at] if at < len(row) else '' for row in rows]
    values = [value for value in values if value != '']
    if how == 'length':
        return {'rows': len(rows), 'sum': sum(len(value) for value in values)}
    if how == 'count':
        return {'rows': len(rows), 'sum': len(values)}
    return {'rows': len(rows), 'sum': math.fsum(float(value) for value in values)}


def table(records, job):
    records = [record for record in records if record]
    if job.get('header', True):
        return measure([name.strip() for name in records[0]], records[1:], job)
    return measure(['c%d' % (i + 1) for i in range(len(records[0]))], records, job)


def read_csv(job):
    text = open(job['path'], encoding=job.get('encoding', 'utf-8'), newline='')
    return {'': table(csv.reader(text, delimiter=job.get('delimiter', ',')), job)}


def read_split(job):
    text = open(job['path'], encoding=job.get('encoding', 'utf-8')).read()
    records = [record.split(job['delimiter']) for record in text.split(job['separator']) if record.strip()]
    return {'': table(records, job)}


def read_zip(job):
    archive = zipfile.ZipFile(job['path'])
    found = {}
    for name in archive.namelist():
        stem = name.rsplit('/', 1)[-1].rsplit('.', 1)[0]
        own = dict(job) if stem == job.get('table') else {'path': job['path']}
        found[stem] = table(csv.reader(io.TextIOWrapper(archive.open(name), 'utf-8-sig', newline='')), own)
    return found


def read_dbf(job):
    data = open(job['path'], 'rb').read()
    count, start, length = struct.unpack('<IHH', data[4:12])
    fields, at, offset = [], 32, 1
    while data[at] != 13:
        name = data[at:at + 11].split(b'\0')[0].decode('ascii')
        fields.append((name, offset, data[at + 16]))
        offset += data[at + 16]
        at += 32
    rows = []
    for i in range(count):
        record = data[start + i * length:start + (i + 1) * length]
        if record[0:1] != b'*':
            rows.append([record[f:f + n].decode(job['encoding']).strip(' \0') for _, f, n in fields])
    return {'': measure([name for name, _, _ in fields], rows, job)}


def column_of(reference):
    number = 0
    for letter in reference:
        if letter.isalpha():
            number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def read_xlsx(job):
    archive = zipfile.ZipFile(job['path'])
    shared = []
    if 'xl/sharedStrings.xml' in archive.namelist():
        for item in ET.fromstring(archive.read('xl/sharedStrings.xml')):
            shared.append(''.join(text.text or '' for text in item.iter(SHEET + 't')))
    targets = {r.get('Id'): r.get('Target') for r in ET.fromstring(archive.read('xl/_rels/workbook.xml.rels'))}
    found = {}
    for sheet in ET.fromstring(archive.read('xl/workbook.xml')).iter(SHEET + 'sheet'):
        if sheet.get('name') in job.get('skip', []):
            continue
        target = targets[sheet.get(RELATION)]
        path = target[1:] if target.startswith('/') else 'xl/' + target
        records = []
        for row in ET.fromstring(archive.read(path)).iter(SHEET + 'row'):
            cells = []
            for cell in row.iter(SHEET + 'c'):
                value = cell.find(SHEET + 'v')
                text = '' if value is None else value.text or ''
                if cell.get('t') == 's' and text:
                    text = shared[int(text)]
                elif cell.get('t') == 'inlineStr':
                    text = ''.join(part.text or '' for part in cell.iter(SHEET + 't'))
                at = column_of(cell.get('r')) if cell.get('r') else len(cells)
                cells += [''] * (at - len(cells)) + [text]
            records.append(cells if any(cell.strip() for cell in cells) else [])
        if any(records):
            name = sheet.get('name')
            own = dict(job) if name == job.get('table', name) else {'path': job['path']}
            found[name] = table(records, own)
    return found


def read_ods(job):
    found = {}
    office, tables, texts = ODS % 'office', ODS % 'table', ODS % 'text'
    for sheet in ET.fromstring(zipfile.ZipFile(job['path']).read('content.xml')).iter(tables + 'table'):
        records = []
        for row in sheet.iter(tables + 'table-row'):
            cells = []
            for cell in row:
                value = cell.get(office + 'value') or cell.get(office + 'date-value')
                value = value or '\n'.join(''.join(p.itertext()) for p in cell.findall(texts + 'p'))
                cells += [value] * min(int(cell.get(tables + 'number-columns-repeated', '1')), 300)
            if any(cells):
                records += [cells] * int(row.get(tables + 'number-rows-repeated', '1'))
        if records:
            found[sheet.get(tables + 'name')] = table(records, job)
    return found


def read_json(job):
    document = json.load(open(job['path'], encoding='utf-8'))
    if isinstance(document, dict) and document.get('type') == 'FeatureCollection':
        rows = [feature['properties'] for feature in document['features']]
    else:
        rows = list(document.values()) if isinstance(document, dict) else document
    column = job.get('column')
    values = [[row.get(column) if row.get(column) not in (None, '') else ''] for row in rows]
    return {'': measure([column], values, job)}


def local(element):
    return element.tag.split('}')[-1]


def read_datex(job):
    """Elements of one name, and the texts at one path of local names below them."""
    values = []
    for element in ET.parse(job['path']).getroot().iter():
        if local(element) != job['rows']:
            continue
        found = [element]
        for name in job['value'].split('/'):
            found = [child for parent in found for child in parent if local(child) == name]
        values.append([(found[0].text or '').strip() if found else ''])
    return {'': measure([job['column']], values, job)}


READERS = {'csv': read_csv, 'split': read_split, 'zip': read_zip, 'dbf': read_dbf, 'xlsx': read_xlsx, 'ods': read_ods,
           'json': read_json, 'datex': read_datex}
print(json.dumps([READERS[job['kind']](job) for job in json.load(sys.stdin)]))
