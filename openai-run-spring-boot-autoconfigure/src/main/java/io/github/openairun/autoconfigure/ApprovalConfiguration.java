package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.DeferredOutputs;
import io.github.openairun.ToolApprovalPolicy;
import io.github.openairun.ToolApprovals;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.CompositeApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.DeferredOutputsTemplate;
import io.github.openairun.engine.RunApprovals;
import io.github.openairun.engine.ToolApprovalsTemplate;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;

/**
 * Configuration of tool calls that wait for persons or other systems. Every
 * {@link ApprovalStore} bean is seen by the operations; runs that are not recorded wait
 * in the store of {@link RunApprovals}.
 */
@Configuration(proxyBeanMethods = false)
class ApprovalConfiguration {

	@Bean
	@ConditionalOnMissingBean
	InMemoryApprovalStore inMemoryApprovalStore() {
		return new InMemoryApprovalStore();
	}

	@Bean
	@ConditionalOnMissingBean
	RunApprovals runApprovals(OpenAiRunProperties properties, InMemoryApprovalStore store,
			ObjectProvider<ToolApprovalPolicy> policies, ObjectProvider<ApprovalStore> stores) {
		return new RunApprovals(store, policies.orderedStream().toList(), properties.getApproval().rules(),
				all(stores));
	}

	@Bean
	ApprovalNotice approvalNotice(OpenAiRunProperties properties, RunApprovals approvals,
			ObjectProvider<ApprovalStore> stores, AssistantCatalog assistants, ToolRegistry registry) {
		return new ApprovalNotice(properties.getWire(), approvals, stores.stream().toList(), assistants, registry);
	}

	private static ApprovalStore all(ObjectProvider<ApprovalStore> stores) {
		return new CompositeApprovalStore(stores.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean(ToolApprovals.class)
	ToolApprovalsTemplate toolApprovals(ObjectProvider<ApprovalStore> stores, ToolExecutor executor,
			ToolResultConverter converter,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new ToolApprovalsTemplate(all(stores), executor, converter, scheduler.getClock());
	}

	@Bean
	@ConditionalOnMissingBean(DeferredOutputs.class)
	DeferredOutputsTemplate deferredOutputs(ObjectProvider<ApprovalStore> stores, ToolResultConverter converter,
			@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
		return new DeferredOutputsTemplate(all(stores), converter, scheduler.getClock());
	}

}
