package io.github.openairun.autoconfigure;

import java.util.Collection;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.github.openairun.ToolDefinition;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.InMemoryApprovalStore;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.RunApprovals;
import io.github.openairun.tool.ToolRegistry;

/**
 * Says once, when the application starts, what calls that wait do not survive.
 */
class ApprovalNotice implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ApprovalNotice.class);

	private final OpenAiRunProperties.WireName wire;

	private final RunApprovals approvals;

	private final Collection<ApprovalStore> stores;

	private final AssistantCatalog assistants;

	private final ToolRegistry registry;

	ApprovalNotice(OpenAiRunProperties.WireName wire, RunApprovals approvals, Collection<ApprovalStore> stores,
			AssistantCatalog assistants, ToolRegistry registry) {
		this.wire = wire;
		this.approvals = approvals;
		this.stores = stores;
		this.assistants = assistants;
		this.registry = registry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!mayWait()) {
			return;
		}
		if (this.stores.stream().allMatch(InMemoryApprovalStore.class::isInstance)) {
			logger.info("Tool calls may wait for persons or other systems. They wait in memory, and are lost when the "
					+ "application stops");
		}
		if (this.wire == OpenAiRunProperties.WireName.ASSISTANTS) {
			logger.info("Tool calls may wait for persons or other systems, and servers of wire 'assistants' let a run "
					+ "expire about ten minutes after it was created");
		}
	}

	private boolean mayWait() {
		return !this.approvals.policies().isEmpty()
				|| this.assistants.all().stream().anyMatch((assistant) -> !assistant.approval().isEmpty())
				|| this.registry.definitions().stream().map(ToolDefinition::name).anyMatch(this.registry::mayWait);
	}

}
