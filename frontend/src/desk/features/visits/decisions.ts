import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { confirmVisit, disputeVisit, returnVisit, submitVisit, type VisitOut, voidVisit } from '@shared/api/gen';
import { ifMatch } from '@shared/api/writes';

/** Something that is done to a visit as a whole, after a question. */
export interface Decision {
  /** As the service names it among a visit's `actions`. */
  action: string;
  label: MessageDescriptor;
  title: MessageDescriptor;
  /** What it does, in plain words. */
  meaning: MessageDescriptor;
  /** Asks for a reason, with an example of one. */
  reason?: MessageDescriptor;
  done: MessageDescriptor;
  danger?: boolean;
  /** Brings the record further: the page's main button. */
  leads?: boolean;
  run: (id: string, version: number, reason: string) => Promise<VisitOut>;
}

const target = (id: string, version: number) => ({ path: { id }, headers: ifMatch(version) });

/** In the order of their buttons. */
export const decisions: readonly Decision[] = [
  {
    action: 'void',
    label: msg`作废`,
    title: msg`作废这条记录？`,
    meaning: msg`作废后不再计入月度任务，也不能恢复；记录和原因会保留。`,
    reason: msg`例如：与另一条重复`,
    done: msg`已作废。`,
    danger: true,
    run: (id, version, reason) => voidVisit({ ...target(id, version), body: { reason } }),
  },
  {
    action: 'return',
    label: msg`退回`,
    title: msg`退回给填写人`,
    meaning: msg`退回期间不计入月度任务；填写人修改并重新提交后，仍按第一次收到的时间计算。`,
    reason: msg`例如：请写明了解到的情况`,
    done: msg`已退回。`,
    run: (id, version, reason) => returnVisit({ ...target(id, version), body: { reason } }),
  },
  {
    action: 'dispute',
    label: msg`与实际不符`,
    title: msg`提出异议`,
    meaning: msg`请说明哪里与实际不符。党委办会核实处理。`,
    reason: msg`例如：当天没有人到园，请核对日期`,
    done: msg`已提出异议，等待党委办处理。`,
    run: (id, version, reason) => disputeVisit({ ...target(id, version), body: { reason } }),
  },
  {
    action: 'submit',
    label: msg`提交`,
    title: msg`提交这条记录？`,
    meaning: msg`提交后机构就能看到并确认；之后要改内容，用「更正」。`,
    done: msg`已提交，等待机构确认。`,
    leads: true,
    run: (id, version) => submitVisit({ ...target(id, version), body: { device_time: new Date().toISOString() } }),
  },
  {
    action: 'confirm',
    label: msg`确认属实`,
    title: msg`确认这次入校指导属实？`,
    meaning: msg`确认表示这次入校指导确实发生，记录的内容与实际相符。`,
    done: msg`已确认。`,
    leads: true,
    run: (id, version) => confirmVisit(target(id, version)),
  },
];
