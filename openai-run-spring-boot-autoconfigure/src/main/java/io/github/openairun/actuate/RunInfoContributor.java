package io.github.openairun.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.util.Assert;

/**
 * {@link InfoContributor} that reports the wire and the names of assistants and tools.
 *
 * @since 0.1.0
 */
public final class RunInfoContributor implements InfoContributor {

	private final String wire;

	private final Supplier<List<String>> assistants;

	private final Supplier<List<String>> tools;

	/**
	 * Create a contributor.
	 * @param wire the name of the wire
	 * @param assistants supplies the names of the assistants
	 * @param tools supplies the names of the tools
	 */
	public RunInfoContributor(String wire, Supplier<List<String>> assistants, Supplier<List<String>> tools) {
		Assert.hasText(wire, "'wire' must not be empty");
		Assert.notNull(assistants, "'assistants' must not be null");
		Assert.notNull(tools, "'tools' must not be null");
		this.wire = wire;
		this.assistants = assistants;
		this.tools = tools;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("wire", this.wire);
		details.put("assistants", this.assistants.get());
		details.put("tools", this.tools.get());
		builder.withDetail("openaiRun", details);
	}

}
