import type { RoleName } from '$lib/access/roles';

/** Everybody in the demo signs in with this. It exists nowhere but in the demo. */
export const DEMO_PASSWORD = 'jinjie-demo';

export interface CastMember {
	employeeNo: string;
	name: string;
	email: string;
	unit: string;
	post: string;
	bornOn: string;
	hiredOn: string;
	roles: RoleName[];
	/** Shown in the demo's sign-in panel under this role. */
	shownAs?: RoleName;
}

/** The people of the demo whom a visitor can sign in as; the other hundred and more are made around them. */
export const cast: CastMember[] = [
	{
		employeeNo: 'JH0183',
		name: '林晓彤',
		email: 'lin.xiaotong@jianghai.example',
		unit: 'B01O01',
		post: '客户经理',
		bornOn: '1996-04-18',
		hiredOn: '2023-07-03',
		roles: ['trainee'],
		shownAs: 'trainee'
	},
	{
		employeeNo: 'JH0042',
		name: '王建国',
		email: 'wang.jianguo@jianghai.example',
		unit: 'B01O01',
		post: '资深客户经理',
		bornOn: '1979-11-02',
		hiredOn: '2005-03-01',
		roles: ['trainee', 'mentor'],
		shownAs: 'mentor'
	},
	{
		employeeNo: 'JH0007',
		name: '周敏',
		email: 'zhou.min@jianghai.example',
		unit: 'HQHR',
		post: '人力资源部经理',
		bornOn: '1984-06-25',
		hiredOn: '2009-07-01',
		roles: ['hrOfficer'],
		shownAs: 'hrOfficer'
	},
	{
		employeeNo: 'JH0003',
		name: '郑海燕',
		email: 'zheng.haiyan@jianghai.example',
		unit: 'HQHR',
		post: '人力资源部总经理',
		bornOn: '1976-01-14',
		hiredOn: '2001-08-01',
		roles: ['hrApprover'],
		shownAs: 'hrApprover'
	},
	{
		employeeNo: 'JH0021',
		name: '陈思远',
		email: 'chen.siyuan@jianghai.example',
		unit: 'HQTR',
		post: '培训与考试中心主任',
		bornOn: '1982-09-09',
		hiredOn: '2008-07-01',
		roles: ['author'],
		shownAs: 'author'
	},
	{
		employeeNo: 'JH0022',
		name: '何静',
		email: 'he.jing@jianghai.example',
		unit: 'HQTR',
		post: '考试主管',
		bornOn: '1987-12-30',
		hiredOn: '2012-07-01',
		roles: ['itemReviewer'],
		shownAs: 'itemReviewer'
	},
	{
		employeeNo: 'JH0011',
		name: '梁伟',
		email: 'liang.wei@jianghai.example',
		unit: 'HQAU',
		post: '内审部审计员',
		bornOn: '1981-03-21',
		hiredOn: '2007-07-01',
		roles: ['auditor'],
		shownAs: 'auditor'
	},
	{
		employeeNo: 'JH0001',
		name: '徐朗',
		email: 'xu.lang@jianghai.example',
		unit: 'HQIT',
		post: '系统管理员',
		bornOn: '1985-05-05',
		hiredOn: '2010-07-01',
		roles: ['administrator'],
		shownAs: 'administrator'
	},
	{
		employeeNo: 'JH0019',
		name: '罗静怡',
		email: 'luo.jingyi@jianghai.example',
		unit: 'HQHR',
		post: '培训中心主任',
		bornOn: '1983-09-14',
		hiredOn: '2008-07-01',
		roles: ['trainingOfficer'],
		shownAs: 'trainingOfficer'
	},
	{
		employeeNo: 'JH0004',
		name: '沈国栋',
		email: 'shen.guodong@jianghai.example',
		unit: 'HQ',
		post: '分管副行长',
		bornOn: '1972-08-19',
		hiredOn: '1996-07-01',
		roles: ['committeeMember'],
		shownAs: 'committeeMember'
	},
	{
		employeeNo: 'JH0031',
		name: '方启明',
		email: 'fang.qiming@jianghai.example',
		unit: 'HQTR',
		post: '兼职阅卷员',
		bornOn: '1980-07-16',
		hiredOn: '2004-07-01',
		roles: ['marker'],
		shownAs: 'marker'
	},
	{
		employeeNo: 'JH0032',
		name: '苏婉清',
		email: 'su.wanqing@jianghai.example',
		unit: 'HQTR',
		post: '兼职阅卷员',
		bornOn: '1985-02-03',
		hiredOn: '2008-07-01',
		roles: ['marker']
	},
	{
		employeeNo: 'JH0033',
		name: '陆知远',
		email: 'lu.zhiyuan@jianghai.example',
		unit: 'HQTR',
		post: '兼职阅卷员',
		bornOn: '1983-10-27',
		hiredOn: '2006-07-01',
		roles: ['marker']
	},
	{
		employeeNo: 'JH0034',
		name: '程若谷',
		email: 'cheng.ruogu@jianghai.example',
		unit: 'HQTR',
		post: '阅卷组长',
		bornOn: '1977-04-09',
		hiredOn: '2000-07-01',
		roles: ['marker']
	},
	{
		employeeNo: 'JH0009',
		name: '顾文博',
		email: 'gu.wenbo@jianghai.example',
		unit: 'HQ',
		post: '公司业务部总经理',
		bornOn: '1978-02-11',
		hiredOn: '2002-07-01',
		roles: ['committeeMember']
	},
	{
		employeeNo: 'JH0012',
		name: '许佳宁',
		email: 'xu.jianing@jianghai.example',
		unit: 'HQ',
		post: '风险管理部总经理',
		bornOn: '1980-10-05',
		hiredOn: '2004-07-01',
		roles: ['committeeMember']
	},
	{
		employeeNo: 'JH0016',
		name: '韩立群',
		email: 'han.liqun@jianghai.example',
		unit: 'HQAU',
		post: '内审部总经理',
		bornOn: '1977-05-27',
		hiredOn: '2001-07-01',
		roles: ['committeeMember']
	}
];

export interface DemoUnit {
	code: string;
	parent: string | null;
	kind: 'headOffice' | 'branch' | 'outlet';
	nameZh: string;
	nameEn: string;
}

export const organisationName = { nameZh: '江海银行', nameEn: 'Jianghai Bank' };

export const units: DemoUnit[] = [
	{
		code: 'HQ',
		parent: null,
		kind: 'headOffice',
		nameZh: '江海银行总行',
		nameEn: 'Jianghai Bank Head Office'
	},
	{
		code: 'HQHR',
		parent: 'HQ',
		kind: 'headOffice',
		nameZh: '总行人力资源部',
		nameEn: 'Human Resources, Head Office'
	},
	{
		code: 'HQTR',
		parent: 'HQ',
		kind: 'headOffice',
		nameZh: '总行培训与考试中心',
		nameEn: 'Training and Examination Centre'
	},
	{ code: 'HQAU', parent: 'HQ', kind: 'headOffice', nameZh: '总行内审部', nameEn: 'Internal Audit' },
	{
		code: 'HQIT',
		parent: 'HQ',
		kind: 'headOffice',
		nameZh: '总行信息科技部',
		nameEn: 'Information Technology'
	},
	{ code: 'B01', parent: 'HQ', kind: 'branch', nameZh: '滨江分行', nameEn: 'Binjiang Branch' },
	{ code: 'B01O01', parent: 'B01', kind: 'outlet', nameZh: '滨江支行', nameEn: 'Binjiang Outlet' },
	{ code: 'B01O02', parent: 'B01', kind: 'outlet', nameZh: '城南支行', nameEn: 'Chengnan Outlet' },
	{ code: 'B01O03', parent: 'B01', kind: 'outlet', nameZh: '学院路支行', nameEn: 'Xueyuan Road Outlet' },
	{ code: 'B02', parent: 'HQ', kind: 'branch', nameZh: '港口分行', nameEn: 'Gangkou Branch' },
	{ code: 'B02O01', parent: 'B02', kind: 'outlet', nameZh: '港口支行', nameEn: 'Gangkou Outlet' },
	{ code: 'B02O02', parent: 'B02', kind: 'outlet', nameZh: '保税区支行', nameEn: 'Free Trade Zone Outlet' },
	{ code: 'B02O03', parent: 'B02', kind: 'outlet', nameZh: '渔港支行', nameEn: 'Yugang Outlet' },
	{ code: 'B03', parent: 'HQ', kind: 'branch', nameZh: '新区分行', nameEn: 'Xinqu Branch' },
	{ code: 'B03O01', parent: 'B03', kind: 'outlet', nameZh: '新区支行', nameEn: 'Xinqu Outlet' },
	{ code: 'B03O02', parent: 'B03', kind: 'outlet', nameZh: '科技园支行', nameEn: 'Science Park Outlet' }
];
