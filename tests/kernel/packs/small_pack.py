"""The files of a small pack that is right in every way; each test spoils what it is about."""

# ruff: noqa: E501  rows of CSV

from __future__ import annotations

FILES = {
    "pack.yaml": """\
format: 1
name: small
title: 小区
title_en: Small Zone
invented: true
area: small
plan:
  code: small-14fyp
  title: 小区规划
  title_en: Plan of Small Zone
  start_year: 2021
  end_year: 2025
""",
    "subjects.csv": """\
code,kind,name,name_en,parent,area_km2,also,attributes
small,area,小区,Small Zone,,12.5,高区;开发区,
small/park/east,park,东园,East Park,small,3,,"{""status"": ""planned""}"
""",
    "bureaus.csv": """\
code,name,name_en,is_proposal,chapters
small/bureau/economy,经济局,Economy Bureau,true,1;2
small/bureau/science,科技局,Science Bureau,,
""",
    "commitments.csv": """\
key,chapter,line,col,value_text,role,indicator,indicator_en,concept,subject,subject_text,measure,comparator,value,unit,period,lead
gdp-3,1,3,15,300亿元,target,地区生产总值,Gross domestic product,gdp,small,全区,level,reach,300,亿元,2025,
pop-4,1,4,6,18万人,target,常住人口,Resident population,resident_population,small,全区,level,reach,180000,人,2025,small/bureau/science
""",
    "baselines.csv": """\
key,chapter,line,col,value_text,role,indicator,indicator_en,concept,subject,subject_text,measure,comparator,value,unit,period
gdp-2,1,2,14,186亿元,baseline,地区生产总值,Gross domestic product,gdp,small,全区,level,reach,186,亿元,2020
""",
    "structures.csv": """\
structure,level,digit,name,name_en,line
1-3,structure,,“一城三园”,One city,5
1-3,part,一,一城,One city,5
1-3,part,三,三园,Three parks,5
1-3,member,三,东园,East Park,5
""",
    "sources.csv": """\
code,kind,title,title_en,published
plan,invented,小区规划,Plan,2021-03-01
""",
    "observations.csv": """\
indicator,subject,measure,period,value,unit,status,source,place,vintage
gdp,small,level,2020,186,亿元,A,plan,第2行,2021-03-01
gdp,small,level,2021,200,亿元,P,plan,,2022-02-01
gdp,small,level,2021,202.5,亿元,A,plan,,2022-11-01
""",
    "thresholds.yaml": """\
- from: 2021-01-01
  reference: 办法
  reference_en: Rules
  values:
    ahead_from: 1.2
""",
}
DOCUMENT = """\
小区规划
2020年，地区生产总值达到186亿元。
到2025年，地区生产总值达到300亿元，
常住人口达到18万人。
建设“一城三园”。
"""
