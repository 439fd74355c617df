package io.github.openairun.autoconfigure;

import java.sql.DatabaseMetaData;
import java.util.Optional;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Names the dialect of H2, which db-scheduler would use as well, but with a warning that
 * it does not know the database.
 */
class RunSchedulerCustomizer implements DbSchedulerCustomizer {

	private final ObjectProvider<DataSource> dataSources;

	private final ObjectProvider<DbSchedulerProperties> properties;

	RunSchedulerCustomizer(ObjectProvider<DataSource> dataSources, ObjectProvider<DbSchedulerProperties> properties) {
		this.dataSources = dataSources;
		this.properties = properties;
	}

	@Override
	public Optional<JdbcCustomization> jdbcCustomization() {
		DataSource dataSource = this.dataSources.getIfUnique();
		if (dataSource == null || !isH2(dataSource)) {
			return Optional.empty();
		}
		DbSchedulerProperties scheduler = this.properties.getIfAvailable();
		return Optional
			.of(new DefaultJdbcCustomization(scheduler != null && scheduler.isAlwaysPersistTimestampInUtc()));
	}

	private static boolean isH2(DataSource dataSource) {
		try {
			return "H2".equals(JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName));
		}
		catch (MetaDataAccessException ex) {
			return false;
		}
	}

}
