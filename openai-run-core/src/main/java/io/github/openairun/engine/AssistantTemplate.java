package io.github.openairun.engine;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.Assert;

import io.github.openairun.Assistant;
import io.github.openairun.AssistantAdminOperations;
import io.github.openairun.AssistantNotFoundException;
import io.github.openairun.AssistantOperations;
import io.github.openairun.CursorPage;
import io.github.openairun.NotFoundException;
import io.github.openairun.PageQuery;
import io.github.openairun.RunCapability;
import io.github.openairun.ToolDefinition;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.wire.AssistantGateway;
import io.github.openairun.wire.RunGateway;

/**
 * Implementation of {@link AssistantOperations} and {@link AssistantAdminOperations} on a
 * {@link RunGateway}.
 *
 * @since 0.1.0
 */
public final class AssistantTemplate implements AssistantOperations, AssistantAdminOperations {

	private final Connections connections;

	private final RunGateway gateway;

	private final AssistantCatalog catalog;

	private final ToolRegistry registry;

	/**
	 * Create operations on a gateway.
	 * @param gateway the wire
	 * @param catalog the assistants that the application defines
	 * @param registry the tools that assistants may name
	 */
	public AssistantTemplate(RunGateway gateway, AssistantCatalog catalog, ToolRegistry registry) {
		this(Connections.of(gateway), catalog, registry);
	}

	/**
	 * Create operations on several connections.
	 * @param connections the connections
	 * @param catalog the assistants that the application defines
	 * @param registry the tools that assistants may name
	 */
	public AssistantTemplate(Connections connections, AssistantCatalog catalog, ToolRegistry registry) {
		Assert.notNull(connections, "'connections' must not be null");
		Assert.notNull(catalog, "'catalog' must not be null");
		Assert.notNull(registry, "'registry' must not be null");
		this.connections = connections;
		this.gateway = connections.gateway();
		this.catalog = catalog;
		this.registry = registry;
	}

	@Override
	public Assistant load(String assistant) {
		Assistant configured = this.catalog.find(assistant);
		RunGateway gateway = this.connections.gateway((configured != null) ? configured.connection() : null);
		Assistant known = this.catalog.resolve(assistant, onServer(gateway));
		String id = known.id();
		if (!onServer(gateway) || id == null) {
			return known;
		}
		try {
			return gateway.assistants().load(id);
		}
		catch (NotFoundException ex) {
			throw unknown(id, ex);
		}
	}

	@Override
	public CursorPage<Assistant> list(PageQuery query) {
		return onServer(this.gateway) ? this.gateway.assistants().list(query) : page(query);
	}

	private CursorPage<Assistant> page(PageQuery query) {
		boolean ascending = query.order() == PageQuery.Order.ASC;
		Comparator<String> order = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
		Stream<Assistant> all = this.catalog.all().stream().sorted(Comparator.comparing(Assistant::name, order));
		String after = query.after();
		String before = query.before();
		List<Assistant> rest = all.filter((assistant) -> after == null || order.compare(assistant.name(), after) > 0)
			.filter((assistant) -> before == null || order.compare(assistant.name(), before) < 0)
			.toList();
		List<Assistant> data = rest.subList(0, Math.min(query.limit(), rest.size()));
		return new CursorPage<>(data, data.isEmpty() ? null : data.get(0).name(),
				data.isEmpty() ? null : data.get(data.size() - 1).name(), rest.size() > data.size());
	}

	@Override
	public Assistant create(Assistant assistant) {
		Assert.hasText(assistant.settings().model(), "'model' of the assistant must be set");
		return manage(this.connections.gateway(assistant.connection())).create(assistant, toolsOf(assistant));
	}

	@Override
	public Assistant modify(Assistant assistant) {
		String id = assistant.id();
		Assert.hasText(id, "'id' of the assistant must be set");
		AssistantGateway assistants = manage(this.connections.gateway(assistant.connection()));
		try {
			return assistants.modify(assistant, toolsOf(assistant));
		}
		catch (NotFoundException ex) {
			throw unknown(id, ex);
		}
	}

	@Override
	public void delete(String assistantId) {
		AssistantGateway assistants = manage(this.gateway);
		try {
			assistants.delete(assistantId);
		}
		catch (NotFoundException ex) {
			throw unknown(assistantId, ex);
		}
	}

	private List<ToolDefinition> toolsOf(Assistant assistant) {
		List<ToolDefinition> tools = new ToolSelector(this.registry, this.catalog).of(assistant);
		ToolSelector.requireAllowedNumber(assistant, tools);
		return tools;
	}

	private AssistantNotFoundException unknown(String id, NotFoundException cause) {
		return new AssistantNotFoundException(id, this.catalog.all().stream().map(Assistant::name).toList(),
				"The server has no assistant with this id; if it was created with another API key, use that key",
				cause);
	}

	private static AssistantGateway manage(RunGateway gateway) {
		gateway.capabilities().require(RunCapability.MANAGE_ASSISTANTS);
		return gateway.assistants();
	}

	private static boolean onServer(RunGateway gateway) {
		return gateway.capabilities().supports(RunCapability.SERVER_ASSISTANTS);
	}

	@Override
	public AssistantTemplate withApiKey(String apiKey) {
		return new AssistantTemplate(this.connections.withApiKey(apiKey), this.catalog, this.registry);
	}

}
