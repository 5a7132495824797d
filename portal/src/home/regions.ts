/** A province-level division: its code of GB/T 2260, its one-character and two-letter names, and its place in the tile grid. */
export interface RegionTile {
  code: string;
  short: string;
  letters: string;
  zh: string;
  en: string;
  row: number;
  column: number;
}

const ROWS = `
23 黑 HL 黑龙江 Heilongjiang 1 9
15 蒙 NM 内蒙古 Inner-Mongolia 2 7
22 吉 JL 吉林 Jilin 2 9
65 新 XJ 新疆 Xinjiang 3 2
62 甘 GS 甘肃 Gansu 3 4
64 宁 NX 宁夏 Ningxia 3 5
11 京 BJ 北京 Beijing 3 7
21 辽 LN 辽宁 Liaoning 3 8
54 藏 XZ 西藏 Tibet 4 2
63 青 QH 青海 Qinghai 4 3
61 陕 SN 陕西 Shaanxi 4 5
14 晋 SX 山西 Shanxi 4 6
13 冀 HE 河北 Hebei 4 7
12 津 TJ 天津 Tianjin 4 8
51 川 SC 四川 Sichuan 5 4
50 渝 CQ 重庆 Chongqing 5 5
41 豫 HA 河南 Henan 5 6
37 鲁 SD 山东 Shandong 5 7
32 苏 JS 江苏 Jiangsu 5 8
31 沪 SH 上海 Shanghai 5 9
52 贵 GZ 贵州 Guizhou 6 5
42 鄂 HB 湖北 Hubei 6 6
34 皖 AH 安徽 Anhui 6 7
33 浙 ZJ 浙江 Zhejiang 6 8
53 云 YN 云南 Yunnan 7 4
45 桂 GX 广西 Guangxi 7 5
43 湘 HN 湖南 Hunan 7 6
36 赣 JX 江西 Jiangxi 7 7
35 闽 FJ 福建 Fujian 7 8
71 台 TW 台湾 Taiwan 7 9
44 粤 GD 广东 Guangdong 8 6
81 港 HK 香港 Hong-Kong 8 7
82 澳 MO 澳门 Macao 8 8
46 琼 HI 海南 Hainan 9 5`;

export const TILES: RegionTile[] = ROWS.trim()
  .split('\n')
  .map((line) => {
    const [code = '', short = '', letters = '', zh = '', en = '', row, column] = line.split(' ');
    return { code, short, letters, zh, en: en.replace('-', ' '), row: Number(row), column: Number(column) };
  });
