#!/usr/bin/perl
# The platform as a unit of systemd: says whether it serves, hands its logs to the journal, and stops and starts its containers.
use strict;
use warnings;
use Errno qw(EINTR);
use IO::Handle;
use IO::Select;
use IO::Socket::UNIX;
use POSIX qw(mktime);

# Longer than a crashed container needs to come back, so that only what stays away is a failure. Seconds.
my $patience = 60;

# What the engine does not tell is looked for as often, while all is well and while it is not. Seconds.
my ($calm, $alert) = (60, 5);

# The engine tells of an end before it lists it, and seldom of one thing alone. Seconds.
my $settling = 2;

my $engine = '/var/run/docker.sock';
my $stopped = '/var/lib/causeway/stopped';
my $seen = '/run/causeway/seen';
my @order = qw(postgres redis agent guard service edge);
my $filters = '%7B%22label%22%3A%5B%22causeway.platform%22%5D%2C%22event%22%3A'
    . '%5B%22start%22%2C%22die%22%2C%22destroy%22%2C%22health_status%22%5D%7D';

$ENV{TZ} = 'UTC';
my $mode = shift @ARGV // '';
$mode eq 'serve' ? serve() : $mode eq 'stop' ? stop() : die "write serve or stop\n";

# Returns when it is told to end; ends with 1 when the platform has not served for too long.
sub serve {
    my $ending = 0;
    $SIG{TERM} = $SIG{INT} = sub { $ending = 1 };
    my ($ready, $failing) = (0, 0);
    my %logs;
    my $last = last_seen();
    my $events;
    start();
    until ($ending) {
        $events //= stream("/events?filters=$filters");
        my $containers = containers();
        follow(\%logs, $last, @{ $containers // [] });
        my @faults = -e $stopped ? () : faults($containers);
        my $words = -e $stopped ? 'is being stopped' : words(\@faults, $containers);
        $failing = @faults ? $failing || time : 0;
        $ready ||= not @faults;
        notify($ready ? "READY=1\nSTATUS=$words" : "STATUS=$words");
        last if $ready and $failing and time - $failing >= $patience;
        until_something_happens(\$events, \%logs, $last, \$ending, @faults ? $alert : $calm);
    }
    remember();
    notify('STATUS=is stopped') if -e $stopped;
    return if $ending;
    print "has not served for $patience s\n";
    exit 1;
}

# What does not run as it should, in words; nothing when all does, or when nothing is deployed yet.
sub faults {
    my ($containers) = @_;
    return 'the engine does not answer' unless $containers;
    return unless @$containers;
    my %nouns = (edge => [], agent => []);
    push @{ $nouns{ $_->{service} || $_->{role} } }, $_ for @$containers;
    return map { fault($_, @{ $nouns{$_} }) } sort keys %nouns;
}

# One that runs well is enough: in a release and in a replacement of the edge there are others.
sub fault {
    my ($noun, @all) = @_;
    return "$noun: is not there" unless @all;
    return if grep { $_->{state} eq 'running' and $_->{status} !~ /unhealthy|health: starting/ } @all;
    return "$noun: " . lc $all[0]{status};
}

sub words {
    my ($faults, $containers) = @_;
    return 'does not serve: ' . join '; ', @$faults if @$faults;
    return 'nothing is deployed yet' unless @$containers;
    my %count;
    $count{ $_->{service} }++ for grep { $_->{service} and $_->{state} eq 'running' } @$containers;
    return 'serves: ' . (join(', ', map { "$_ ($count{$_})" } sort keys %count) || 'no service');
}

# Everything of the platform that the engine knows, but for migrations, which end; undefined when it does not answer.
sub containers {
    my $format = join "\t", '{{.ID}}', '{{.Names}}', '{{.State}}', '{{.Status}}', '{{.Label "causeway.role"}}',
        '{{.Label "causeway.service"}}';
    open my $list, '-|', 'docker', 'ps', '--all', '--no-trunc', '--filter', 'label=causeway.platform', '--format', $format
        or die "docker: $!\n";
    my @lines = <$list>;
    close $list or return;
    chomp @lines;
    my @found = map { my %c; @c{qw(id name state status role service)} = split /\t/, $_, -1; \%c } @lines;
    return [grep { my $role = $_->{role}; grep { $_ eq $role } @order } @found];
}

# Opens the logs that are not open: of a container that was there before, from where the last one ended.
sub follow {
    my ($logs, $last, @containers) = @_;
    for my $container (grep { $_->{state} eq 'running' and not $logs->{ $_->{id} } } @containers) {
        my $since = $last->{ $container->{id} } // $last->{all} // 0;
        my $from = stream("/containers/$container->{id}/logs?follow=1&stdout=1&stderr=1&timestamps=1&since=$since") // next;
        $logs->{ $container->{id} } = { %$container, from => $from, bytes => '', rest => {} };
    }
}

# Hands on what is logged until the engine tells of something, or for a while.
sub until_something_happens {
    my ($events, $logs, $last, $ending, $most) = @_;
    my $end = time + $most;
    while (not $$ending and time < $end) {
        my $select = IO::Select->new(grep { defined } $$events, map { $_->{from} } values %$logs);
        # without the engine there is nothing to wait for, but it comes back
        $end = time + $settling if not defined $$events and $end > time + $settling;
        for my $from ($select->can_read($end - time)) {
            if (defined $$events and $from == $$events) {
                $$events = undef unless more($from, \my $news);
                $end = time + $settling if $end > time + $settling;
            }
            else { hand_on((grep { $_->{from} == $from } values %$logs)[0], $logs, $last) }
        }
    }
}

sub hand_on {
    my ($log, $logs, $last) = @_;
    delete $logs->{ $log->{id} } unless more($log->{from}, \$log->{bytes});
    # each piece has its stream's number and its length before it
    while (length $log->{bytes} >= 8) {
        my ($stream, $length) = unpack 'CxxxN', $log->{bytes};
        last if length $log->{bytes} < 8 + $length;
        $log->{rest}{$stream} .= substr $log->{bytes}, 8, $length;
        substr $log->{bytes}, 0, 8 + $length, '';
        while ($log->{rest}{$stream} =~ s/^(\S+) ?(.*)\n//) {
            $last->{ $log->{id} } = after($1);
            to_journal($log, $2, $stream == 2 ? 4 : 6);
        }
    }
}

# The time of a line as the engine takes it for the next: seconds and nanoseconds.
sub after {
    my ($year, $month, $day, $hour, $minute, $second, $fraction) = $_[0] =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)Z$/
        or return 0;
    my $seconds = mktime($second, $minute, $hour, $day, $month - 1, $year - 1900);
    my $nanoseconds = substr($fraction . '0' x 9, 0, 9) + 1;
    return sprintf '%d.%09d', $seconds, $nanoseconds;
}

# In the journal's own words, so that each line carries the name of its container.
sub to_journal {
    my ($log, $text, $priority) = @_;
    my %fields = (
        MESSAGE => $text,
        PRIORITY => $priority,
        SYSLOG_IDENTIFIER => $log->{name},
        CAUSEWAY_ROLE => $log->{role},
        CAUSEWAY_SERVICE => $log->{service},
    );
    my $journal = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => '/run/systemd/journal/socket');
    my $entry = join '', map { "$_=$fields{$_}\n" } grep { $fields{$_} ne '' } sort keys %fields;
    print "$log->{name}: $text\n" unless $journal and defined $journal->send($entry);
}

sub notify {
    my ($words) = @_;
    our $said;
    return if not $ENV{NOTIFY_SOCKET} or defined $said and $said eq $words;
    $said = $words;
    (my $path = $ENV{NOTIFY_SOCKET}) =~ s/^@/\0/;
    my $manager = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $path) or return;
    $manager->send($words);
}

# What the engine answers from there on, after its head; undefined when it does not answer.
sub stream {
    my ($path) = @_;
    my $socket = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $engine) or return;
    # the answer to an older client is one piece without marks in it
    syswrite $socket, "GET $path HTTP/1.0\r\nHost: engine\r\n\r\n";
    my $head = '';
    until ($head =~ /\r\n\r\n$/) { sysread $socket, $head, 1, length $head or return }
    return $head =~ m{^HTTP/1\.\d 200 } ? $socket : undef;
}

# Reads what is there; false at the end.
sub more {
    my ($from, $into) = @_;
    my $count = sysread $from, $$into, 65536, length($$into // '');
    return defined $count ? $count : $!{EINTR};
}

# Starts what `stop` has stopped; what somebody else has, stays so.
sub start {
    my @names = lines_of($stopped);
    system 'docker', 'start', $_ for @names;
    unlink $stopped;
}

# In the order of their starts; the guard and the agent end before what they would start again.
sub stop {
    # the program has ended by itself, and its end must not become one of the platform
    exit 0 unless $ENV{MAINPID};
    my @running = grep { $_->{state} eq 'running' } @{ containers() // die "the engine does not answer\n" };
    my %of;
    push @{ $of{ $_->{role} } }, $_->{name} for @running;
    write_whole($stopped, map { "$_\n" } map { @{ $of{$_} // [] } } @order);
    for my $role (qw(guard agent edge service redis postgres)) {
        system 'docker', 'stop', @{ $of{$role} } if $of{$role};
    }
}

sub last_seen {
    my ($time) = lines_of($seen);
    return { all => $time // time };
}

sub remember {
    write_whole($seen, time . "\n");
}

sub lines_of {
    my ($path) = @_;
    open my $file, '<', $path or return;
    chomp(my @lines = <$file>);
    return @lines;
}

sub write_whole {
    my ($path, @lines) = @_;
    open my $file, '>', "$path.new" or die "$path.new: $!\n";
    print $file @lines;
    $file->flush;
    $file->sync;
    close $file or die "$path.new: $!\n";
    rename "$path.new", $path or die "$path: $!\n";
}
